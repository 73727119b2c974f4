using KegImages.Tagging;

namespace KegImages.Images;

/// <summary>Which references mean the family's own images. They are compared as Docker compares them, never as text. Below the provider,
/// and by a name alone, those that the family publishes are its own; what is pinned to anything else is never replaced by what it
/// builds.</summary>
public sealed class Membership
{
    private static readonly Tag Latest = Tag.Parse("latest");
    private static readonly Belonging Elsewhere = new Belonging.Outside();
    private readonly ImmutableArray<ImageReference> external;
    private readonly ImmutableDictionary<string, Repository> repositories;

    /// <summary>The rule of one family.</summary>
    /// <param name="published">The tags of the default branch's images, the default tag first.</param>
    /// <param name="external">Images from outside, whatever they are called: names and repositories, some with a tag or digest.</param>
    /// <param name="variants">What images that share a repository are called.</param>
    public Membership(Provider provider, IEnumerable<Tag> published, IEnumerable<ImageReference> external, IEnumerable<ImageName> names,
        VariantTags? variants = null)
    {
        (Provider, Published, this.external) = (provider, [.. published.Distinct()], [.. external]);
        repositories = names.Distinct().GroupBy(name => name.Repository, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => new Repository(group, Published, variants ?? VariantTags.None),
                StringComparer.Ordinal);
    }

    /// <summary>The provider that Dockerfiles write.</summary>
    public Provider Provider { get; }

    /// <summary>The tags that mean what the family publishes, the default tag first; a variant has its name behind them.</summary>
    public ImmutableArray<Tag> Published { get; }

    /// <summary>The names of the family's repositories, in ordinal order.</summary>
    public IEnumerable<string> Names => repositories.Keys.Order(StringComparer.Ordinal);

    /// <summary>What an image of the family is published as on the default branch; of a repository of several, its first.</summary>
    public ImageReference Own(ImageName name) => Provider.Of(name).With(repositories[name.Repository].TagOf(name));

    /// <summary>The tags that the family publishes in a repository, one of each image.</summary>
    internal IEnumerable<Tag> PublishedIn(ImageName name) => repositories[name.Repository].Names;

    /// <summary>The image of the family that a reference means; null when it means none.</summary>
    /// <param name="child">The image whose Dockerfile says it; null where none does.</param>
    public ImageName? Find(ImageReference reference, ImageName? child = null) =>
        Of(reference, child) is Belonging.Member member ? member.Name : null;

    /// <summary>What a reference is to the family.</summary>
    /// <param name="child">The image whose Dockerfile says it; null where none does.</param>
    public Belonging Of(ImageReference reference, ImageName? child = null)
    {
        if (IsExternal(reference) || !ImageName.TryParseRepository(reference.Name, out var name))
            return Elsewhere;
        var repository = repositories.GetValueOrDefault(name.Repository);
        var member = PublishedAs(reference, repository);
        if (Provider.Holds(reference))
        {
            return repository is null ? new Belonging.Unknown(name)
                : member is null ? new Belonging.Unpublished(name)
                : member == child ? new Belonging.Itself(member)
                : new Belonging.Member(member);
        }

        // An image that has the name of one of Docker Hub's may be built on that: no image is its own parent.
        if (!reference.IsOfficial || repository is null || member == child)
            return Elsewhere;
        // Written in full it is no slip; what it means does not hang on that.
        return member is not null ? new Belonging.Member(member)
            : reference.IsShort && child?.Repository != name.Repository ? new Belonging.Ambiguous(name)
            : Elsewhere;
    }

    /// <summary>The image whose repository and tag it is, as the family publishes it; no tag means <c>latest</c>.</summary>
    private static ImageName? PublishedAs(ImageReference reference, Repository? repository) =>
        reference.Digest is null ? repository?.Find(reference.Tag ?? Latest) : null;

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

    internal bool IsStranger(ImageReference reference) => !IsExternal(reference) && !repositories.ContainsKey(reference.Name);

    internal bool IsOwn(ImageReference reference) => OwnOf(reference) is not null;

    /// <summary>The image that a reference below the provider is published as; null where it is none.</summary>
    internal ImageName? OwnOf(ImageReference reference) =>
        Provider.Holds(reference) ? PublishedAs(reference, repositories.GetValueOrDefault(reference.Name)) : null;

    /// <summary>The images of one repository, by the tags that the default branch gives them. Of most of a large family's nobody asks for
    /// those.</summary>
    private sealed class Repository(IEnumerable<ImageName> names, ImmutableArray<Tag> published, VariantTags variants)
    {
        private readonly Lazy<Tags> tags = new(() => new Tags([.. names], published, variants));

        public List<Tag> Names => tags.Value.Names;

        public ImageName? Find(Tag tag) => tags.Value.ByTag.GetValueOrDefault(tag);

        public Tag TagOf(ImageName name) => tags.Value.Primary.GetValueOrDefault(name) ?? tags.Value.Primary.Values.First();

        private sealed class Tags
        {
            public Tags(List<ImageName> all, ImmutableArray<Tag> published, VariantTags variants)
            {
                foreach (var name in all.Where(variants.IsDefault).Concat(all.Where(name => !variants.IsDefault(name))))
                {
                    Primary[name] = variants.Of(name, published[0]);
                    var tags = variants.AllOf(name, published, movesDefault: true);
                    Names.Add(name.Variant ?? tags[0]);
                    foreach (var tag in tags)
                        ByTag.TryAdd(tag, name);
                }
            }

            public Dictionary<Tag, ImageName> ByTag { get; } = [];

            public Dictionary<ImageName, Tag> Primary { get; } = [];

            public List<Tag> Names { get; } = [];
        }
    }
}
