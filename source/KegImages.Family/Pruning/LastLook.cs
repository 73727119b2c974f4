namespace KegImages.Pruning;

/// <summary>The look right before a deletion: a registry takes every tag of a digest along, so each tag that could be on it is asked for by
/// itself. What was listed a moment ago may have moved, and what nobody listed may be there.</summary>
internal sealed class LastLook(RegistryClient registries, PruneFacts facts, ImageReference repository)
{
    private readonly bool isFamily = repository == facts.Family.Repository;

    private readonly ImmutableHashSet<Tag> implied = repository == facts.Family.Repository ? ImpliedTags.OfFamily(facts)
        : ImpliedTags.OfImage(facts, repository);

    /// <summary>Why a manifest must not be deleted after all, as a clause; null when it may be.</summary>
    public async Task<string?> WhyNotAsync(PruneVerdict verdict, CancellationToken cancellationToken)
    {
        var known = (isFamily ? facts.Family : facts.ImageIn(repository)).Manifests;
        var ofLabels = known.TryGetValue(verdict.Digest, out var manifest) ? ImpliedTags.OfLabels(manifest) : null;
        ImmutableArray<Tag> tags = [.. implied.Concat(verdict.Tags).Concat(ofLabels is null ? [] : [ofLabels]).Distinct()];
        var digests =
            await RepositoryReader.InParallelAsync(tags, (tag, token) => registries.FindDigestAsync(repository.With(tag), token),
            cancellationToken);
        foreach (var (tag, digest) in tags.Zip(digests).Where(pair => pair.Second is not null))
        {
            var goes = verdict.Tags.Contains(tag);
            if (goes && digest != verdict.Digest)
                return $"the tag '{tag}' was moved meanwhile, to {digest!.Abbreviated}";
            if (!goes && digest == verdict.Digest)
                return $"the tag '{tag}' is on it, which nothing listed";
            // What came a moment ago may be an index that lists it.
            if (digest != verdict.Digest && !known.ContainsKey(digest!) && await ReachesAsync(digest!, verdict.Digest, cancellationToken))
                return $"the tag '{tag}' reaches it now";
        }

        return null;
    }

    private async Task<bool> ReachesAsync(Digest from, Digest to, CancellationToken cancellationToken) =>
        await registries.FindManifestAsync(repository.At(from), cancellationToken) is { } manifest
        && (manifest.Subject == to || manifest.Manifests.Any(child => child.Digest == to));
}
