namespace KegImages.Images;

/// <summary>Which references mean the family's own images. They are compared as Docker compares them, never as text. Below the provider,
/// and by a name alone, those that the family publishes are its own; what is pinned to anything else is never replaced by what it
/// builds.</summary>
public sealed class Membership
{
    private static readonly Tag Latest = Tag.Parse("latest");
    private static readonly Belonging Elsewhere = new Belonging.Outside();
    private readonly ImmutableArray<ImageReference> external;
    private readonly ImmutableHashSet<ImageName> names;

    /// <summary>The rule of one family.</summary>
    /// <param name="published">The tags of the default branch's images, the default tag first.</param>
    /// <param name="external">Images from outside, whatever they are called: names and repositories, some with a tag or digest.</param>
    public Membership(Provider provider, IEnumerable<Tag> published, IEnumerable<ImageReference> external, IEnumerable<ImageName> names) =>
        (Provider, Published, this.external, this.names) = (provider, [.. published.Distinct()], [.. external], [.. names]);

    /// <summary>The provider that Dockerfiles write.</summary>
    public Provider Provider { get; }

    /// <summary>The tags that mean what the family publishes, the default tag first.</summary>
    public ImmutableArray<Tag> Published { get; }

    /// <summary>The family's images, in ordinal order.</summary>
    public IEnumerable<string> Names => names.Select(name => name.ToString()).Order(StringComparer.Ordinal);

    /// <summary>What an image of the family is published as, at the default tag.</summary>
    public ImageReference Own(ImageName name) => Provider.Of(name).With(Published[0]);

    /// <summary>The image of the family that a reference means; null when it means none.</summary>
    /// <param name="child">The image whose Dockerfile says it; null where none does.</param>
    public ImageName? Find(ImageReference reference, ImageName? child = null) =>
        Of(reference, child) is Belonging.Member member ? member.Name : null;

    /// <summary>What a reference is to the family.</summary>
    /// <param name="child">The image whose Dockerfile says it; null where none does.</param>
    public Belonging Of(ImageReference reference, ImageName? child = null)
    {
        if (IsExternal(reference) || !ImageName.TryParse(reference.Name, out var name))
            return Elsewhere;
        if (Provider.Holds(reference))
        {
            return !names.Contains(name) ? new Belonging.Unknown(name)
                : !IsPublished(reference) ? new Belonging.Unpublished(name)
                : name == child ? new Belonging.Itself(name)
                : new Belonging.Member(name);
        }

        // An image that has the name of one of Docker Hub's may be built on that: no image is its own parent.
        if (!reference.IsOfficial || !names.Contains(name) || name == child)
            return Elsewhere;
        // Written in full it is no slip; what it means does not hang on that.
        return IsPublished(reference) ? new Belonging.Member(name)
            : reference.IsShort ? new Belonging.Ambiguous(name)
            : Elsewhere;
    }

    /// <summary>Whether a repository and tag of the family is one that it publishes; no tag means <c>latest</c>.</summary>
    private bool IsPublished(ImageReference reference) => reference.Digest is null && Published.Contains(reference.Tag ?? Latest);

    private bool IsExternal(ImageReference reference) => external.Any(entry => Covers(entry, reference));

    private bool Covers(ImageReference entry, ImageReference reference)
    {
        var tag = reference.Tag ?? (reference.Digest is null ? Latest : null);
        if (entry.Digest is not null ? entry.Digest != reference.Digest : entry.Tag is not null && entry.Tag != tag)
            return false;
        if (entry.Locator == reference.Locator)
            // What the family publishes is its own, unless that very tag is listed.
            return entry.Tag is not null || entry.Digest is not null || !IsOwn(reference);
        return entry.IsShort && Provider.Holds(reference) && entry.Name == reference.Name && !IsOwn(reference);
    }

    internal bool IsStranger(ImageReference reference) =>
        !IsExternal(reference) && !(ImageName.TryParse(reference.Name, out var name) && names.Contains(name));

    internal bool IsOwn(ImageReference reference) =>
        Provider.Holds(reference) && IsPublished(reference) && ImageName.TryParse(reference.Name, out var name) && names.Contains(name);
}
