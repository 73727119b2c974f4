using System.Globalization;
using System.Text.RegularExpressions;

namespace KegImages.Registry;

/// <summary>How long a registry asks to wait, from its header or, as GHCR does, from the text of its answer.</summary>
internal static partial class RetryDelay
{
    /// <summary>The wait that is asked for; null when none is.</summary>
    /// <param name="header">The text of <c>Retry-After</c>: seconds, a date, or a duration with units.</param>
    /// <param name="body">The answer's text.</param>
    /// <param name="now">The time now, for a date.</param>
    public static TimeSpan? Of(string? header, string body, DateTimeOffset now)
    {
        if (header is not null && Whole().IsMatch(header.Trim()))
            return Duration(header);
        if (DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return date > now ? date - now : TimeSpan.Zero;
        return InText().Match(body) is { Success: true } match ? Duration(match.Groups["duration"].Value) : null;
    }

    // Go's notation: 1m30s, 148.926µs, 250ms. A number alone means seconds.
    private static TimeSpan Duration(string text)
    {
        var seconds = Parts().Matches(text).Sum(part =>
            double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * part.Groups["unit"].Value switch
            {
                "ns" => 1e-9,
                "us" or "µs" or "μs" => 1e-6,
                "ms" => 1e-3,
                "m" => 60,
                "h" => 3600,
                _ => 1,
            });
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));
    }

    [GeneratedRegex(@"retry[- ]after[:=\s]*(?<duration>([0-9]+(\.[0-9]+)?\s?(ns|us|µs|μs|ms|s|m|h)?)+)", RegexOptions.IgnoreCase)]
    private static partial Regex InText();

    [GeneratedRegex(@"\A([0-9]+(\.[0-9]+)?\s?(ns|us|µs|μs|ms|s|m|h)?)+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<number>[0-9]+(\.[0-9]+)?)\s?(?<unit>ns|us|µs|μs|ms|s|m|h)?")]
    private static partial Regex Parts();
}
