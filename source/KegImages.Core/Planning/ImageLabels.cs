using KegImages.Fingerprints;

namespace KegImages.Planning;

/// <summary>
/// The labels that images carry. See
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/annotations.md#pre-defined-annotation-keys"/>.
/// </summary>
public static class ImageLabels
{
    /// <summary>The branch that the image was built from.</summary>
    public const string Branch = "io.keg.branch";

    /// <summary>The fingerprint of what the image is made of.</summary>
    public const string Fingerprint = "io.keg.fingerprint";

    /// <summary>
    /// The images of the family that it was built on, each at its digest, as <see cref="FamilyParents"/> are written; empty where there is
    /// none.
    /// </summary>
    public const string Parents = "io.keg.parents";

    /// <summary>The commit that the image was built from.</summary>
    public const string Revision = "org.opencontainers.image.revision";

    /// <summary>When that commit was made, by RFC 3339, in UTC.</summary>
    public const string Created = "org.opencontainers.image.created";

    /// <summary>The image that its last stage derives from, with the tag as written.</summary>
    public const string BaseName = "org.opencontainers.image.base.name";

    /// <summary>The digest of that image.</summary>
    public const string BaseDigest = "org.opencontainers.image.base.digest";

    private const string Source = "org.opencontainers.image.source";
    /// <summary>The tag that the image was built for.</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    private const string Title = "org.opencontainers.image.title";

    /// <summary>The labels that are known before anything is built: all but the digests of what it stands on.</summary>
    public static ImmutableSortedDictionary<string, string> Of(Image image, Fingerprint fingerprint, Tag tag, SourceFacts source)
    {
        var labels = new Dictionary<string, string?>
        {
            [Title] = image.Name.ToString(),
            [BaseName] = image.Use.Base?.ToString(),
            [RefName] = tag.ToString(),
            [Branch] = source.Branch,
            [Fingerprint] = fingerprint.ToString(),
            [Revision] = source.Revision,
            [Source] = source.Url?.ToString(),
            [Created] = source.CommitTime?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        var known = Sorted.Empty<string>().ToBuilder();
        foreach (var (name, value) in labels)
        {
            if (value is not null)
                known.Add(name, value);
        }

        return known.ToImmutable();
    }
}
