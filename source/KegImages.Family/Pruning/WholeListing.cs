namespace KegImages.Pruning;

/// <summary>All tags of a repository, or a failure: what was not listed is not gone. Beside the list every tag is asked for by itself that
/// something implies, so that a list which lost its end on the way is found out.</summary>
internal sealed class WholeListing(RegistryClient registries)
{
    /// <returns>The tags; null where the registry does not show the repository at all, so that nothing in it is known.</returns>
    /// <exception cref="FailedException">They may not be all.</exception>
    public async Task<ImmutableArray<Tag>?> ReadAsync(ImageReference repository, IEnumerable<Tag> implied, IEnumerable<Tag>? also,
        CancellationToken cancellationToken)
    {
        var listing = await registries.ListTagsAsync(repository, cancellationToken);
        if (listing is { IsWhole: false, IsHidden: false, IsNull: false })
            throw new FailedException($"{TagListing.NotAll(listing)}; what was not listed is not gone, and nothing is removed");
        var seen = listing.Seen.ToHashSet();
        // Of a repository that is not shown, a tag is not shown either.
        await ThrowIfMissingAsync(repository, implied, seen, listing.IsHidden ? HeadAsync : registries.FindDigestAsync, cancellationToken);
        if (also?.FirstOrDefault(tag => !seen.Contains(tag)) is { } unlisted)
            throw new FailedException(
                $"{repository.With(unlisted)} is there for the provider, and the registry's list of tags leaves it out: it is not known "
                    + "what else is, and nothing is removed");
        return listing.IsHidden ? null : listing.Seen;
    }

    /// <summary>Asks for each of some tags that was not listed.</summary>
    /// <exception cref="FailedException">One is there.</exception>
    public Task ThrowIfMissingAsync(ImageReference repository, IEnumerable<Tag> implied, IReadOnlySet<Tag> seen,
        CancellationToken cancellationToken) =>
        ThrowIfMissingAsync(repository, implied, seen, registries.FindDigestAsync, cancellationToken);

    private async Task<Digest?> HeadAsync(ImageReference reference, CancellationToken cancellationToken) =>
        (await registries.HeadAsync(reference, cancellationToken))?.Digest;

    private static async Task ThrowIfMissingAsync(
        ImageReference repository, IEnumerable<Tag> implied, IReadOnlySet<Tag> seen, Func<ImageReference, CancellationToken,
            Task<Digest?>> find, CancellationToken cancellationToken)
    {
        var left = implied.Where(tag => !seen.Contains(tag)).ToImmutableArray();
        var there = await RepositoryReader.InParallelAsync(left, (tag, token) => find(repository.With(tag), token), cancellationToken);
        if (left.Zip(there).FirstOrDefault(pair => pair.Second is not null) is { First: { } missing })
            throw new FailedException(
                $"{repository.With(missing)} is there, and the registry's list of tags leaves it out: it is not known what else is, and "
                    + "nothing is removed");
    }
}
