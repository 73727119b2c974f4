namespace KegImages.Testing;

/// <summary>What a text is to hold, and what it is not to hold.</summary>
/// <param name="Expected">Each of them matches somewhere in it.</param>
/// <param name="Excluded">None of them matches anywhere in it.</param>
public sealed record Expectation(ImmutableArray<GoPattern> Expected, ImmutableArray<GoPattern> Excluded)
{
    private const int MostShown = 500;

    /// <summary>Any text.</summary>
    public static Expectation None { get; } = new([], []);

    /// <summary>What is wrong with a text, each as a sentence; empty where it is as expected.</summary>
    /// <param name="what">What the text is, for the sentence: <c>standard output</c>.</param>
    /// <param name="text">The text.</param>
    public IEnumerable<string> Failures(string what, string text)
    {
        foreach (var pattern in Expected.Where(pattern => !pattern.IsMatch(text)))
            yield return $"{what} does not match '{pattern}': {Shown(text)}";
        foreach (var pattern in Excluded.Where(pattern => pattern.IsMatch(text)))
            yield return $"{what} matches '{pattern}', which is excluded: {Shown(text)}";
    }

    /// <summary>A text as a message quotes it: its end, where it is long.</summary>
    internal static string Shown(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.Length == 0 ? "it is empty"
            : trimmed.Length <= MostShown ? $"'{trimmed}'" : $"'…{trimmed[^MostShown..]}'";
    }
}
