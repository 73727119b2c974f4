namespace KegImages.Pruning;

/// <summary>Reads what a repository holds: one request a tag, and a few more for images whose label has to say whose they are.</summary>
internal sealed class RepositoryReader(RegistryClient registries, IManifestStore store)
{
    public const int AtOnce = 12;

    private const string DockerConfig = "application/vnd.docker.container.image.v1+json";

    /// <returns>What it holds; null where the registry does not show it.</returns>
    /// <exception cref="FailedException">It is not known that this is all.</exception>
    public async Task<RepositoryFacts?> ReadAsync(
        ImageReference repository, IReadOnlyList<Tag>? only, IEnumerable<Digest> besides, IReadOnlyCollection<Tag> implied,
        Func<Tag, Digest, bool> wantsLabels, CancellationToken cancellationToken)
    {
        var stored = only is null ? await store.ListAsync(repository, cancellationToken) : null;
        if ((only is null ? await new WholeListing(registries).ReadAsync(repository, implied, stored?.Tags, cancellationToken)
            : [.. only]) is not { } names)
            return null;
        // A set's tags alone are taken away and nothing along with it: where it is not shown there is nothing to take.
        var tagged = await InParallelAsync(
            names, (tag, token) =>
                only is null ? registries.FindManifestAsync(repository.With(tag), token)
                : registries.GetManifestAsync(repository.With(tag), token), cancellationToken);
        if (only is null)
            await ThrowIfThereAsync(repository, [.. names.Zip(tagged).Where(pair => pair.Second is null).Select(pair => pair.First)],
                cancellationToken);
        var tags = names.Zip(tagged).Where(pair => pair.Second is not null)
            .Select(pair => new TagFacts(pair.First, pair.Second!.Descriptor.Digest)).ToImmutableArray();
        var manifests = tagged.OfType<RegistryManifest>().DistinctBy(manifest => manifest.Descriptor.Digest)
            .ToDictionary(manifest => manifest.Descriptor.Digest, manifest => new ManifestFacts(manifest));
        if (only is null)
        {
            var untagged = stored?.Untagged ?? [];
            foreach (var manifest in await ReadAsync(repository,
                untagged.Concat(besides).Distinct().Where(digest => !manifests.ContainsKey(digest)), cancellationToken))
                manifests[manifest.Digest] = manifest;
        }

        var unclear = tags.Where(tag => wantsLabels(tag.Tag, tag.Digest)).Select(tag => tag.Digest).Distinct()
            .Where(digest => IsImage(manifests[digest].Manifest));
        foreach (var (digest, labels) in await InParallelAsync([.. unclear], (digest, token) => LabelsAsync(repository.At(digest), token),
            cancellationToken))
            manifests[digest] = manifests[digest] with { Labels = labels };
        return new RepositoryFacts(repository, tags, manifests.ToImmutableDictionary());
    }

    /// <summary>Reads manifests by digest; those that are not there are left out.</summary>
    public async Task<IEnumerable<ManifestFacts>> ReadAsync(ImageReference repository, IEnumerable<Digest> digests,
        CancellationToken cancellationToken) =>
        (await InParallelAsync([.. digests], (digest, token) => registries.GetManifestAsync(repository.At(digest), token),
            cancellationToken))
            .OfType<RegistryManifest>().Select(manifest => new ManifestFacts(manifest));

    /// <summary>What is attached to a manifest and has no tag.</summary>
    public async Task<ImmutableArray<DescriptorDocument>> ReferrersAsync(ImageReference pinned, CancellationToken cancellationToken) =>
        [.. await registries.ReferrersAsync(pinned, cancellationToken) ?? []];

    public static async Task<TResult[]> InParallelAsync<T, TResult>(ImmutableArray<T> items, Func<T, CancellationToken, Task<TResult>> work,
        CancellationToken cancellationToken)
    {
        var results = new TResult[items.Length];
        await Parallel.ForAsync(0, items.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => results[index] = await work(items[index], token));
        return results;
    }

    // What is listed and not shown went away in between, or the registry contradicts itself: then nobody knows what else it keeps back.
    private async Task ThrowIfThereAsync(ImageReference repository, ImmutableArray<Tag> gone, CancellationToken cancellationToken)
    {
        var there = await InParallelAsync(gone, (tag, token) => registries.FindDigestAsync(repository.With(tag), token), cancellationToken);
        if (gone.Zip(there).FirstOrDefault(pair => pair.Second is not null) is { Second: { } digest } lie)
            throw new FailedException(
                $"{repository.With(lie.First)} is listed and is {digest.Abbreviated}, and asked for it, the registry answers that there "
                    + "is nothing: it is not known what else is, and nothing is removed");
    }

    // Anything may stand under a tag that was given by hand: only an image has labels.
    private static bool IsImage(RegistryManifest manifest) => manifest.IsIndex
        ? manifest.Manifests.Any(child => child.Platform is not { Os: "unknown" })
        : manifest.ConfigType is MediaTypes.OciConfig or DockerConfig;

    private async Task<(Digest Digest, ImmutableSortedDictionary<string, string> Labels)> LabelsAsync(ImageReference pinned,
        CancellationToken cancellationToken) =>
        (pinned.Digest!, (await registries.GetImageConfigAsync(pinned, cancellationToken))?.Labels
            ?? ImmutableSortedDictionary<string, string>.Empty);
}
