namespace KegImages.Tagging;

/// <summary>The tag that keeps the layers of an image's last build on a branch, in the image's own repository: <c>cache_feature-x</c>, and
/// <c>cache_feature-x_alpine</c> of a variant. One tag has room for one build's: where an image is built in parts, each has its own,
/// <c>cache.linux-arm64_feature-x</c>. Slugs have no <c>_</c>, and a tag of this form that is given by hand is refused, so that none takes
/// another's place. It moves with every build, and never names an image.</summary>
/// <param name="Slug">What the branch is called in tags.</param>
/// <param name="Variant">The variant's name; null for an image that has none.</param>
public sealed record CacheTag(BranchSlug Slug, Tag? Variant)
{
    private const string Prefix = "cache";

    /// <summary>The platforms of the part that was built, as tags have them; null for a whole image.</summary>
    public string? Part { get; init; }

    /// <summary>Where the layers of an image are kept on a branch; null where the whole would be too long for a tag.</summary>
    public static Tag? Of(BranchSlug slug, ImageName image) => Of(slug, image.Variant, []);

    /// <summary>Where those of a part are kept that is built for some platforms of an image.</summary>
    /// <inheritdoc cref="Of(BranchSlug, ImageName)"/>
    public static Tag? Of(BranchSlug slug, ImageName image, ImmutableArray<string> part) => Of(slug, image.Variant, part);

    internal static Tag? Of(BranchSlug slug, Tag? variant, ImmutableArray<string> part) =>
        References.Tag.TryParse(new CacheTag(slug, variant) { Part = NameOf(part) }.ToString(), out var tag) ? tag : null;

    /// <summary>Reads a tag of this form; false when it has another.</summary>
    public static bool TryParse(Tag tag, [NotNullWhen(true)] out CacheTag? cache)
    {
        cache = null;
        if (tag.ToString().Split('_', 3) is not [var head, var branch, .. var rest]
            || !TryParsePart(head, out var part) || !BranchSlug.TryParse(branch, out var slug))
            return false;
        Tag? variant = null;
        if (rest.Length > 0 && !References.Tag.TryParse(rest[0], out variant))
            return false;
        cache = new CacheTag(slug, variant) { Part = part };
        return true;
    }

    /// <summary>The tag's text.</summary>
    public override string ToString() =>
        $"{Prefix}{(Part is null ? "" : $".{Part}")}_{Slug}{(Variant is null ? "" : $"_{Variant}")}";

    // linux/arm64 and linux/arm/v7: linux-arm64.linux-arm-v7
    private static string? NameOf(ImmutableArray<string> platforms) => platforms.IsEmpty ? null
        : string.Join('.', platforms.Select(platform => platform.Replace('/', '-').Replace('_', '-')).Order(StringComparer.Ordinal));

    private static bool TryParsePart(string head, out string? part)
    {
        part = head.Length > Prefix.Length + 1 ? head[(Prefix.Length + 1)..] : null;
        return head == Prefix || (part is not null && head.StartsWith($"{Prefix}.", StringComparison.Ordinal));
    }
}
