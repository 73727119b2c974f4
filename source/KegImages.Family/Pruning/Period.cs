namespace KegImages.Pruning;

/// <summary>A length of time as people type it: <c>14d</c>, <c>36h</c>, <c>2w</c>; whole hours, days or weeks.</summary>
internal sealed record Period
{
    internal const string Expected = "is not a period: expected a whole number and 'h', 'd' or 'w', such as 36h, 14d or 2w";

    private const int LongestText = 6;

    private Period(int count, char unit) => (Count, Unit) = (count, unit);

    public TimeSpan Length => TimeSpan.FromHours((double)Count * Unit switch { 'h' => 1, 'd' => 24, _ => 7 * 24 });

    private int Count { get; }
    private char Unit { get; }

    /// <summary>Reads a period; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Period? period)
    {
        period = text is "0h" or "0d" or "0w" or [>= '1' and <= '9', .., 'h' or 'd' or 'w'] && text.Length <= LongestText
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? new Period(count, text[^1])
                : null;
        return period is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}{Unit}");
}
