namespace KegImages.Tagging;

/// <summary>The tag that keeps the layers of an image's last build on a branch, in the image's own repository: <c>cache_feature-x</c>, and
/// <c>cache_feature-x_alpine</c> of a variant. Slugs have no <c>_</c>, and a tag of this form that is given by hand is refused, so that
/// none takes another's place. It moves with every build, and never names an image.</summary>
/// <param name="Slug">What the branch is called in tags.</param>
/// <param name="Variant">The variant's name; null for an image that has none.</param>
public sealed record CacheTag(BranchSlug Slug, Tag? Variant)
{
    private const string Prefix = "cache_";

    /// <summary>Where the layers of an image are kept on a branch; null where the whole would be too long for a tag.</summary>
    public static Tag? Of(BranchSlug slug, ImageName image) => Of(slug, image.Variant);

    internal static Tag? Of(BranchSlug slug, Tag? variant) =>
        References.Tag.TryParse(new CacheTag(slug, variant).ToString(), out var tag) ? tag : null;

    /// <summary>Reads a tag of this form; false when it has another.</summary>
    public static bool TryParse(Tag tag, [NotNullWhen(true)] out CacheTag? cache)
    {
        cache = null;
        if (tag.ToString() is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var parts = text[Prefix.Length..].Split('_', 2);
        Tag? variant = null;
        if (!BranchSlug.TryParse(parts[0], out var slug) || (parts.Length == 2 && !References.Tag.TryParse(parts[1], out variant)))
            return false;
        cache = new CacheTag(slug, variant);
        return true;
    }

    /// <summary>The tag's text.</summary>
    public override string ToString() => Variant is null ? $"{Prefix}{Slug}" : $"{Prefix}{Slug}_{Variant}";
}
