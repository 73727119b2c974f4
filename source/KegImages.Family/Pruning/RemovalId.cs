namespace KegImages.Pruning;

/// <summary>What one prune removed is called by the second it was decided in, <c>20260102T030405Z</c>, and kept under
/// <c>keg-family:removed.&lt;id&gt;</c>. Slugs have no dot, so no branch has that tag.</summary>
/// <param name="Time">The second, in UTC.</param>
internal sealed record RemovalId(DateTimeOffset Time)
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";
    private const string Prefix = "removed.";

    public Tag Tag => Tag.Parse(Prefix + ToString());

    /// <summary>Reads an id, with or without the tag's beginning; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RemovalId? id)
    {
        var digits = text?.StartsWith(Prefix, StringComparison.Ordinal) == true ? text[Prefix.Length..] : text;
        id = DateTimeOffset.TryParseExact(digits, Format, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? new RemovalId(time) : null;
        return id is not null;
    }

    /// <summary>Reads a tag that keeps what was removed; false when it is another.</summary>
    public static bool TryParse(Tag tag, [NotNullWhen(true)] out RemovalId? id)
    {
        id = null;
        return tag.ToString().StartsWith(Prefix, StringComparison.Ordinal) && TryParse(tag.ToString(), out id);
    }

    public static RemovalId At(DateTimeOffset time) => new(time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)));

    public override string ToString() => Time.ToString(Format, CultureInfo.InvariantCulture);
}
