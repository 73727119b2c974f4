using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// Names a set of images that are in the registry already, by digest: first every check for every image, then the primary tags, then the
/// aliases, each with parents before children. No layer is moved, and each tag is read back before it counts as published.
/// </summary>
/// <param name="registries">The client.</param>
public sealed class Publisher(RegistryClient registries)
{
    private const int AtOnce = 12;

    /// <summary>Is told how far it comes.</summary>
    internal PublicationProgress Progress { get; init; } = new();

    /// <summary>Moves all tags, or none when a check fails.</summary>
    /// <param name="publication">What to publish.</param>
    /// <param name="onPublished">Told of each image when its last tag was read back.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <returns>The images, in the publication's order.</returns>
    /// <exception cref="WrongUseException">Tags that another branch owns, all of them; nothing was moved.</exception>
    /// <exception cref="FailedException">
    /// An image is missing in the registry, or a newer commit was published meanwhile (nothing was moved); or the registry failed in
    /// between, and the message says which tags had moved.
    /// </exception>
    public async Task<ImmutableArray<PublishedImage>> PublishAsync(
        Publication publication, Action<PublishedImage>? onPublished, CancellationToken cancellationToken)
    {
        var checks = new PublicationChecks(registries, publication);
        var ready = await Progress.WatchAsync(() => InParallelAsync(publication.Images, checks.CheckAsync, cancellationToken));
        checks.ThrowIfAny();

        Progress.Plan(ready.SelectMany(image => image.Moves));
        if (ready.Any(image => !image.Moves.IsEmpty))
            await Progress.WatchAsync(() => MoveAsync(publication, ready, cancellationToken));
        var published = ready.Select(image => image.Published(publication.Tags)).ToImmutableArray();
        foreach (var image in published)
            onPublished?.Invoke(image);
        return published;
    }

    private async Task<bool> MoveAsync(Publication publication, ReadyImage[] ready, CancellationToken cancellationToken)
    {
        var byName = ready.ToDictionary(image => image.Image.Name);
        var levels = Levels(publication.Images);
        foreach (var tags in new[] { publication.Tags.All[..1], publication.Tags.Aliases })
        {
            foreach (var level in levels)
            {
                var moves = level.SelectMany(image =>
                    byName[image.Name].Moves.Where(move => tags.Contains(move.Tag!)).Select(move => (byName[image.Name], move)));
                // What is under way when another one fails comes to its end too, so that it is known where its tag is.
                await InParallelAsync(moves, (pair, _) => MoveAsync(pair.Item1, pair.move, cancellationToken), cancellationToken);
            }
        }

        return true;
    }

    private Task<bool> MoveAsync(ReadyImage image, ImageReference tag, CancellationToken cancellationToken) => BegunWrite.EndAsync(
        async token =>
        {
            Progress.Begin(tag);
            await registries.PutManifestAsync(tag, image.Manifest!.Bytes, image.Manifest.Descriptor.MediaType, token);
            await ReadBack.ThrowUnlessAsync(registries, tag, image.Image.Digest, token);
            Progress.End(tag);
            return true;
        },
        cancellationToken);

    // A child's level is above that of all its parents in the set: images of one level may move at the same time.
    private static List<List<PushedImage>> Levels(ImmutableArray<PushedImage> images)
    {
        // By digest: an image may stand on an older one of a repository in the set, even of its own, and names could lead in a circle.
        var byPin = images.ToDictionary(image => image.Pinned);
        var levels = new Dictionary<ImageReference, int>();
        return [.. images.GroupBy(image => LevelOf(image.Pinned)).OrderBy(level => level.Key).Select(level => level.ToList())];

        int LevelOf(ImageReference pin) => levels.TryGetValue(pin, out var level)
            ? level
            : levels[pin] = byPin[pin].Parents.Where(parent => parent != pin && byPin.ContainsKey(parent))
                .Select(parent => LevelOf(parent) + 1)
                .DefaultIfEmpty().Max();
    }

    private static async Task<TResult[]> InParallelAsync<T, TResult>(
        IEnumerable<T> items, Func<T, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var all = items.ToArray();
        var results = new TResult[all.Length];
        if (all.Length == 0)
            return results;
        await Parallel.ForAsync(0, all.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => results[index] = await work(all[index], token));
        return results;
    }
}
