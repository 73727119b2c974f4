using System.Collections.Immutable;
using KegImages.References;

namespace KegImages.Pruning;

/// <summary>What a repository holds, as far as it can be known.</summary>
/// <param name="Repository">The repository, with neither tag nor digest.</param>
/// <param name="Tags">Its tags and what each names, in order.</param>
/// <param name="Manifests">The manifests that tags, indexes, records or the provider's own list name.</param>
public sealed record RepositoryFacts(ImageReference Repository, ImmutableArray<TagFacts> Tags,
    ImmutableDictionary<Digest, ManifestFacts> Manifests)
{
    /// <summary>The tags on a manifest.</summary>
    public IEnumerable<Tag> TagsOn(Digest digest) => Tags.Where(tag => tag.Digest == digest).Select(tag => tag.Tag);
}

/// <summary>A tag.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Digest">What it names.</param>
public sealed record TagFacts(Tag Tag, Digest Digest);
