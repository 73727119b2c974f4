namespace KegImages.Testing;

/// <summary>How long a test may take: <c>30s</c>, <c>2m</c>; at most an hour.</summary>
internal static class TestDuration
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Reads one. Throws <see cref="WrongUseException"/> where it is none.</summary>
    public static TimeSpan Parse(string text) =>
        text is [.. var digits, 's' or 'm'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && TimeSpan.FromSeconds((long)number * (text[^1] == 'm' ? 60 : 1)) is var time && time <= Longest ? time
            : throw new WrongUseException($"'{text}' is not a duration: expected seconds or minutes, such as 30s or 2m, at most 60m");
}
