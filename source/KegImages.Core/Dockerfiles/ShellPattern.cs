namespace KegImages.Dockerfiles;

/// <summary>A shell pattern of <c>${a#…}</c>, <c>${a%…}</c> and <c>${a/…/…}</c>: <c>*</c> is any text, <c>?</c> any character, <c>\</c>
/// takes either's meaning away.</summary>
internal sealed class ShellPattern
{
    private const int MostParts = 1024;
    private const int None = -1;

    private readonly Part[] parts;

    private ShellPattern(IEnumerable<Part> parts) => this.parts = [.. parts];

    /// <summary>Reads a pattern. Throws <see cref="FormatException"/> when it is too large to match with.</summary>
    public static ShellPattern Of(string pattern)
    {
        var parts = new List<Part>();
        var isEscaped = false;
        foreach (var rune in pattern.EnumerateRunes())
        {
            if (isEscaped || rune.Value is not ('\\' or '*' or '?'))
                parts.Add(new Part(PartKind.Letter, rune));
            else if (rune.Value != '\\')
                parts.Add(new Part(rune.Value == '*' ? PartKind.Any : PartKind.One, default));
            isEscaped = !isEscaped && rune.Value == '\\';
        }

        if (isEscaped)
            parts.Add(new Part(PartKind.Letter, new Rune('\\')));
        return parts.Count <= MostParts ? new ShellPattern(parts)
            : throw new FormatException($"the pattern '{pattern[..20]}…' is too large");
    }

    /// <summary>The text without the shortest or longest beginning that matches.</summary>
    public string TrimStart(string text, bool longest)
    {
        var runes = text.EnumerateRunes().ToArray();
        return Find(runes, 0, isAnchored: true, longest) is { } match ? TextOf(runes[match.End..]) : text;
    }

    /// <summary>The text without the shortest or longest end that matches.</summary>
    public string TrimEnd(string text, bool longest)
    {
        var runes = text.EnumerateRunes().Reverse().ToArray();
        return new ShellPattern(parts.Reverse()).Find(runes, 0, isAnchored: true, longest) is { } match
            ? TextOf(runes[match.End..].Reverse()) : text;
    }

    /// <summary>The text with the first or every match replaced.</summary>
    public string Replace(string text, string replacement, bool all)
    {
        var runes = text.EnumerateRunes().ToArray();
        var result = new StringBuilder();
        var done = 0;
        for (var at = 0; at <= runes.Length && Find(runes, at, isAnchored: false, isLongest: true) is { } match;)
        {
            // Nothing, right behind a match, is no match of its own.
            if (result.Length > TextLimits.Value)
                throw new FormatException($"the value is longer than {TextLimits.Value} characters when it is replaced");
            var isNew = match.End > match.Begin || match.Begin > done || done == 0;
            result.Append(TextOf(runes[done..match.Begin])).Append(isNew ? replacement : "");
            done = match.End;
            at = match.End > match.Begin ? match.End : match.End + 1;
            if (!all)
                break;
        }

        return result.Append(TextOf(runes[done..])).ToString();
    }

    private static string TextOf(IEnumerable<Rune> runes)
    {
        var text = new StringBuilder();
        foreach (var rune in runes)
            text.Append(rune);
        return text.ToString();
    }

    // For each number of parts that a text may have gone through: where the earliest such way begins. All ways are followed at once.
    private (int Begin, int End)? Find(Rune[] text, int from, bool isAnchored, bool isLongest)
    {
        var begins = new int[parts.Length + 1];
        Array.Fill(begins, None);
        (int Begin, int End)? found = null;
        for (var at = from; ; at++)
        {
            if (found is null && (at == from || !isAnchored))
                begins[0] = Earlier(begins[0], at);
            PassAny(begins);
            if (begins[^1] is >= 0 and var begin && (found is null || begin <= found.Value.Begin))
            {
                found = (begin, at);
                if (!isLongest)
                    return found;
            }

            if (at == text.Length || ((isAnchored || found is not null) && !IsUnderWay(begins, found?.Begin ?? int.MaxValue)))
                return found;
            Take(begins, text[at]);
        }
    }

    private bool IsUnderWay(int[] begins, int latest) => begins.AsSpan(0, parts.Length).ContainsAnyInRange(0, latest);

    private void PassAny(int[] begins)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Kind == PartKind.Any && begins[i] != None)
                begins[i + 1] = Earlier(begins[i + 1], begins[i]);
        }
    }

    private void Take(int[] begins, Rune rune)
    {
        begins[^1] = None;
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            var begin = begins[i];
            if (parts[i].Kind != PartKind.Any)
                begins[i] = None;
            if (begin != None && (parts[i].Kind == PartKind.One || parts[i] == new Part(PartKind.Letter, rune)))
                begins[i + 1] = Earlier(begins[i + 1], begin);
        }
    }

    private static int Earlier(int one, int other) => one == None ? other : Math.Min(one, other);

    private enum PartKind
    {
        Letter,
        One,
        Any,
    }

    private readonly record struct Part(PartKind Kind, Rune Rune);
}
