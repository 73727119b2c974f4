namespace KegImages.Configuration;

/// <summary>A <c>{{ … }}</c> of a text: between the braces stands anything but braces.</summary>
internal readonly record struct Placeholder(int Begin, int Length, string Name)
{
    public static IEnumerable<Placeholder> In(string text)
    {
        for (var at = 0; (at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.AsSpan(at + 2).IndexOfAny('{', '}') is var inside and >= 0 ? at + 2 + inside : text.Length;
            if (text.AsSpan(end).StartsWith("}}"))
            {
                yield return new Placeholder(at, end + 2 - at, text[(at + 2)..end].Trim());
                at = end + 2;
            }
            else
            {
                at++;
            }
        }
    }

    public static string Replace(string text, Func<Placeholder, string> replacement)
    {
        var parts = new StringBuilder();
        var done = 0;
        foreach (var placeholder in In(text))
        {
            parts.Append(text, done, placeholder.Begin - done).Append(replacement(placeholder));
            done = placeholder.Begin + placeholder.Length;
        }

        return done == 0 ? text : parts.Append(text, done, text.Length - done).ToString();
    }
}
