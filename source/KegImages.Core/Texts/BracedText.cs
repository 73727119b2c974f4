namespace KegImages.Texts;

/// <summary>Texts with names in braces, <c>{OS}/Dockerfile</c>, that stand for values.</summary>
internal static class BracedText
{
    /// <summary>The text with each known name's value in its place; what is in other braces stays.</summary>
    /// <param name="unknown">The names in braces that stand for nothing.</param>
    public static string Fill(string text, Func<string, string?> valueOf, out ImmutableArray<string> unknown)
    {
        var filled = new StringBuilder(text.Length);
        var names = ImmutableArray.CreateBuilder<string>();
        var from = 0;
        while (from < text.Length && text.IndexOf('{', from) is var open and >= 0 && text.IndexOf('}', open) is var close and >= 0)
        {
            // Of "{a{OS}" the inner one is meant.
            open = text.LastIndexOf('{', close);
            var name = text[(open + 1)..close];
            if (valueOf(name) is not { } value)
                names.Add(name);
            filled.Append(text, from, open - from).Append(valueOf(name) ?? text[open..(close + 1)]);
            from = close + 1;
        }

        unknown = names.ToImmutable();
        return filled.Append(text, from, text.Length - from).ToString();
    }
}
