namespace KegImages.Registry;

/// <summary>How long a registry asks to wait, from its header or, as GHCR does, from the text of its answer. Read once from left to
/// right.</summary>
internal static class RetryDelay
{
    // Nobody waits longer, and a number of any length is no more than this.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private const int LongestHeader = 256;
    private const int LongestBody = 4 * 1024;

    private static readonly (string Unit, double Seconds)[] Units =
        [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>The wait that is asked for, a day at most; null when none is.</summary>
    public static TimeSpan? Of(string? header, string body, DateTimeOffset now)
    {
        var asked = header is { Length: <= LongestHeader } ? header.AsSpan().Trim() : default;
        if (Duration(asked, out var length) is { } duration && length == asked.Length)
            return duration;
        if (DateTimeOffset.TryParse(asked, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return date <= now ? TimeSpan.Zero : date - now < Longest ? date - now : Longest;
        return InText(body.AsSpan(0, Math.Min(body.Length, LongestBody)));
    }

    private static TimeSpan? InText(ReadOnlySpan<char> text)
    {
        while (text.IndexOf("retry", StringComparison.OrdinalIgnoreCase) is >= 0 and var found)
        {
            text = text[(found + "retry".Length)..];
            if (text.Length < 6 || text[0] is not ('-' or ' ') || !text[1..].StartsWith("after", StringComparison.OrdinalIgnoreCase))
                continue;
            text = text[6..].TrimStart(" \t\r\n:=");
            if (Duration(text, out _) is { } duration)
                return duration;
        }

        return null;
    }

    // Go's notation: 1m30s, 148.926µs, 250ms. A number alone means seconds.
    private static TimeSpan? Duration(ReadOnlySpan<char> text, out int length)
    {
        var seconds = 0.0;
        for (length = 0; length < text.Length && char.IsAsciiDigit(text[length]);)
        {
            var digits = length;
            while (length < text.Length && char.IsAsciiDigit(text[length]))
                length++;
            if (length + 1 < text.Length && text[length] == '.' && char.IsAsciiDigit(text[length + 1]))
            {
                length++;
                while (length < text.Length && char.IsAsciiDigit(text[length]))
                    length++;
            }

            var number = double.Parse(text[digits..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            var blank = length < text.Length && char.IsWhiteSpace(text[length]) ? 1 : 0;
            var rest = text[(length + blank)..];
            var (unit, factor) = UnitAt(rest);
            length += unit.Length > 0 ? blank + unit.Length : 0;
            seconds += number * factor;
        }

        return length == 0 ? null : TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
    }

    private static (string Unit, double Seconds) UnitAt(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.StartsWith(unit.Unit, StringComparison.Ordinal))
                return unit;
        }

        return ("", 1);
    }
}
