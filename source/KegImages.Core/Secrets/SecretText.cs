namespace KegImages.Secrets;

/// <summary>What of a secret is looked for in other texts: the value itself and, of a file such as <c>.npmrc</c> or a key, what in it is
/// secret.</summary>
internal static class SecretText
{
    private const int LongWord = 16;

    private static readonly char[] Between = [' ', '\t', '\r', '\n', '=', ':', ',', ';', '"', '\'', '@', '<', '>', '{', '}', '[', ']'];

    /// <summary>The texts that tell the secret, each at least 8 characters long: what is shorter can be guessed anyway, and stands in
    /// innocent text.</summary>
    public static IEnumerable<string> Telling(string value) =>
        Parts(value).Select(part => part.Trim()).Where(part => part.Length >= SecretNames.ShortestSecret).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Parts(string value)
    {
        yield return value;
        // A value on a single line is the secret as a whole; a file has words that are no secrets between those that are.
        if (!value.Trim().Contains('\n', StringComparison.Ordinal) && !value.Contains('=', StringComparison.Ordinal)
            && !value.Contains(' ', StringComparison.Ordinal))
            yield break;
        foreach (var line in value.Split('\n'))
        {
            var isNamed = false;
            foreach (var word in line.Split(Between, StringSplitOptions.RemoveEmptyEntries))
            {
                if (isNamed || word.Length >= LongWord && word.Any(char.IsAsciiDigit) && word.Any(char.IsAsciiLetter)
                    && !word.StartsWith("//", StringComparison.Ordinal))
                    yield return word;
                isNamed = IsNamed(word);
            }
        }
    }

    // _authToken and _password of .npmrc, password of .netrc, aws_secret_access_key: the word behind it is the secret.
    private static bool IsNamed(string word) =>
        SecretNames.IsSecret(word.TrimStart('_')) || word.EndsWith("Token", StringComparison.Ordinal)
            || word.TrimStart('_').Equals("auth", StringComparison.OrdinalIgnoreCase);
}
