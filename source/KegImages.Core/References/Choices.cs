namespace KegImages.References;

/// <summary>Lists of names for people.</summary>
internal static class Choices
{
    private const int Most = 30;

    /// <summary>The names in order, divided by commas; of very many, the first ones and how many there are more.</summary>
    public static string Of(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", all.Take(Most));
        return all.Count > Most ? $"{shown} and {all.Count - Most} more" : shown;
    }
}
