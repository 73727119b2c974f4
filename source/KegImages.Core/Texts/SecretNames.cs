namespace KegImages.Texts;

/// <summary>Which variables and build args hold secrets, by their names.</summary>
internal static class SecretNames
{
    /// <summary>The shortest value that is looked for in texts, in characters: what is shorter can be guessed anyway, and stands in
    /// innocent text.</summary>
    public const int ShortestSecret = 8;

    private static readonly ImmutableArray<string> Ends =
    [
        "TOKEN", "PAT", "PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "SECRET", "CREDENTIAL", "CREDENTIALS",
        "APIKEY", "API_KEY", "ACCESS_KEY", "PRIVATE_KEY", "SSH_KEY", "DEPLOY_KEY", "SIGNING_KEY",
    ];

    /// <summary>Whether a value of this name is secret: <c>GITHUB_TOKEN</c>, <c>npmToken</c>, <c>REGISTRY_PASSWORD</c>.</summary>
    public static bool IsSecret(string name) => Ends.Any(end =>
        name.EndsWith(end, StringComparison.OrdinalIgnoreCase)
            && (name.Length == end.Length || IsBetweenWords(name[^(end.Length + 1)], name[^end.Length])));

    private static bool IsBetweenWords(char before, char after) =>
        !char.IsAsciiLetterOrDigit(before) || char.IsAsciiLetterLower(before) && char.IsAsciiLetterUpper(after);

    /// <summary>The values that are secret; those of fewer than 8 characters are not.</summary>
    public static IEnumerable<string> ValuesIn(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables)
        {
            if (IsSecret(name) && value.Trim().Length >= ShortestSecret)
                yield return value;
        }
    }
}
