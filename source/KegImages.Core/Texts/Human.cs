namespace KegImages.Texts;

/// <summary>Counts, sizes and durations as people read them.</summary>
internal static class Human
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A size in decimal units with three digits or so, as Docker says sizes: <c>84 B</c>, <c>1.5 kB</c>, <c>326 MB</c>.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        var unit = 0;
        // A value that would be rounded to 1000 is one of the next unit.
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"{value.ToString(unit > 0 && value < 99.95 ? "0.0" : "0", CultureInfo.InvariantCulture)} {Units[unit]}");
    }

    /// <summary>A duration that is only guessed: <c>4s</c>, <c>1m 04s</c>.</summary>
    public static string Roughly(TimeSpan duration) => duration < TimeSpan.FromSeconds(59.5)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(duration.TotalSeconds):0}s") : Duration(duration);

    /// <summary>A duration in its two largest units: <c>0.3s</c>, <c>12.3s</c>, <c>1m 04s</c>, <c>1h 02m</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(59.95))
            return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0}s");
        var seconds = (long)Math.Round(duration.TotalSeconds);
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m {seconds % 60:00}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h {seconds % 3600 / 60:00}m");
    }
}
