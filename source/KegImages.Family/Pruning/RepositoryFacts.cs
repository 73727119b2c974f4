namespace KegImages.Pruning;

/// <summary>What a repository holds, as far as it can be known.</summary>
/// <param name="Tags">Its tags and what each names, in order.</param>
internal sealed record RepositoryFacts(ImageReference Repository, ImmutableArray<TagFacts> Tags,
    ImmutableDictionary<Digest, ManifestFacts> Manifests)
{
    public IEnumerable<Tag> TagsOn(Digest digest) => Tags.Where(tag => tag.Digest == digest).Select(tag => tag.Tag);
}

internal sealed record TagFacts(Tag Tag, Digest Digest);
