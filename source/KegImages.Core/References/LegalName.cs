namespace KegImages.References;

/// <summary>Makes names of images from words that are none.</summary>
internal static class LegalName
{
    private const string Nameless = "image";

    /// <summary>The nearest name: lower case, words divided by <c>-</c>, as <c>NodeBase</c> becomes <c>node-base</c>.</summary>
    public static string Of(string word)
    {
        if (ImageName.TryParseRepository(word, out _))
            return word;
        var text = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            var character = word[i];
            if (char.IsAsciiLetterUpper(character) && i > 0 && (char.IsAsciiLetterLower(word[i - 1]) || char.IsAsciiDigit(word[i - 1])))
                Divide(text);
            if (char.IsAsciiLetterOrDigit(character))
                text.Append(char.ToLowerInvariant(character));
            else if (character is '.' or '_' && text is [.., not ('-' or '.' or '_')] && i < word.Length - 1)
                text.Append(character);
            else
                Divide(text);
        }

        var name = text.ToString().TrimEnd('-', '.', '_');
        return ImageName.TryParseRepository(name, out _) ? name : Nameless;
    }

    /// <summary>What is left of a name when nothing but letters and digits counts: <c>NodeBase</c> and <c>node-base</c> are one.</summary>
    public static string Bare(string word) => string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static void Divide(StringBuilder text)
    {
        while (text is [.., '.' or '_'])
            text.Length--;
        if (text is [.., not '-'])
            text.Append('-');
    }
}
