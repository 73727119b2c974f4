namespace KegImages.Tagging;

/// <summary>
/// What a template could come to, read back out of a tag: text between names, each of which takes as much as it can. Written by hand,
/// because the library's expressions that do not backtrack take a quarter of a start to be made ready.
/// </summary>
internal sealed class TagForm
{
    private static readonly Dictionary<string, Func<string, bool>> Kinds = new(StringComparer.Ordinal)
    {
        [TagTemplate.Branch] = text => text.Split('-').All(word => word.Length > 0 && word.All(IsLowercaseOrDigit)),
        [TagTemplate.Commit] = text => text.Length == 12 && text.All(char.IsAsciiHexDigitLower),
        [TagTemplate.Date] = text => text.Length == 8 && text.All(char.IsAsciiDigit),
        [TagTemplate.Version] = IsVersion,
        [TagTemplate.Major] = IsNumber,
        [TagTemplate.Minor] = IsNumber,
        [TagTemplate.Patch] = IsNumber,
    };

    // Text, name, text, name … text.
    private readonly string[] parts;

    /// <param name="set">A template whose names are all known.</param>
    public TagForm(string set) => parts = BracedText.Fill(set, name => $"\n{name}\n", out _).Split('\n');

    /// <summary>Whether a name stands for something in a tag.</summary>
    public static bool Knows(string name) => Kinds.ContainsKey(name);

    /// <summary>What stands in a tag for each name; null where the template cannot have come to it.</summary>
    public IReadOnlyDictionary<string, string>? Read(string tag)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var hopeless = new HashSet<(int, int)>();
        return Fits(0, 0) ? values : null;

        // A place that was tried in vain is not tried again, so that no tag takes longer than its length to the third.
        bool Fits(int part, int from)
        {
            if (string.CompareOrdinal(tag, from, parts[part], 0, parts[part].Length) != 0)
                return false;
            from += parts[part].Length;
            if (part == parts.Length - 1)
                return from == tag.Length;
            if (hopeless.Contains((part, from)))
                return false;
            var name = parts[part + 1];
            for (var end = tag.Length; end > from; end--)
            {
                if (!Kinds[name](tag[from..end]) || !Fits(part + 2, end))
                    continue;
                values[name] = tag[from..end];
                return true;
            }

            hopeless.Add((part, from));
            return false;
        }
    }

    private static bool IsVersion(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? text : text[..dash]).Split('.');
        return numbers.Length == 3 && numbers.All(IsNumber)
            && (dash < 0 || (dash < text.Length - 1 && text[(dash + 1)..].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')));
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    private static bool IsLowercaseOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
