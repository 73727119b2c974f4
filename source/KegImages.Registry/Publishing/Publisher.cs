using System.Runtime.ExceptionServices;
using KegImages.Registry;
using KegImages.Tagging;

namespace KegImages.Publishing;

/// <summary>
/// Names a set of images that are in the registry already, by digest: first every check for every image, then the primary tags, then the
/// aliases, then what is beside them, each with parents before children. No layer is moved, and each tag is read back before it counts as
/// published.
/// </summary>
/// <param name="registries">The client.</param>
public sealed class Publisher(RegistryClient registries)
{
    private const int MostAtOnce = 12;
    private static readonly ImmutableArray<int> Turns = [0, 1, 2];

    /// <summary>Is told how far it comes.</summary>
    internal PublicationProgress Progress { get; init; } = new();

    /// <summary>Moves all tags, or none when a check fails.</summary>
    /// <returns>The images, in the publication's order.</returns>
    /// <exception cref="WrongUseException">Tags that another branch owns, all of them; nothing was moved.</exception>
    /// <exception cref="FailedException">
    /// An image is missing in the registry, or a newer commit was published meanwhile (nothing was moved); or the registry failed in
    /// between, and the message says which tags had moved.
    /// </exception>
    public async Task<ImmutableArray<PublishedImage>> PublishAsync(Publication publication, CancellationToken cancellationToken)
    {
        var images = await CheckAsync(publication, cancellationToken);
        await MoveAsync(images, publication.Tags, cancellationToken);
        return images;
    }

    /// <summary>Makes every check of a publication; no tag moves.</summary>
    /// <returns>The images with the tags that move, in the publication's order.</returns>
    internal async Task<ImmutableArray<PublishedImage>> CheckAsync(Publication publication, CancellationToken cancellationToken)
    {
        var checks = new PublicationChecks(registries, publication);
        var images = await Progress.WatchAsync(() => CheckAsync(publication, checks, cancellationToken));
        checks.ThrowIfAny();
        return [.. images];
    }

    /// <summary>Moves the tags of images that were checked.</summary>
    internal async Task MoveAsync(ImmutableArray<PublishedImage> images, TagSet tags, CancellationToken cancellationToken)
    {
        Progress.Plan(images.SelectMany(image => image.Moved));
        try
        {
            foreach (var moves in MovesOf(images, tags))
            {
                // What is under way when another one fails comes to its end too, so that it is known where its tag is.
                await Parallel.ForAsync(0, moves.Length, AtOnce(cancellationToken), (index, _) => MoveAsync(moves[index]));
            }
        }
        catch (Exception exception) when (Progress.AddedTo(exception) is { } told)
        {
            ExceptionDispatchInfo.Throw(told);
        }

        async ValueTask MoveAsync(Move move)
        {
            var (tag, manifest) = (move.Tag, move.Image.Manifest!);
            using var write = BegunWrite.Begin(cancellationToken);
            Progress.Begin(tag);
            var offer = await registries.OfferManifestAsync(tag, manifest.Bytes, manifest.Descriptor.MediaType, write.Token);
            if (offer.Refusal is { } refusal)
                throw new FailedException($"putting {tag} failed: {refusal}");
            await ReadBack.ThrowUnlessAsync(registries, tag, move.Image.Digest, write.Token);
            Progress.End(tag);
        }
    }

    private static async Task<PublishedImage[]> CheckAsync(
        Publication publication, PublicationChecks checks, CancellationToken cancellationToken)
    {
        var images = new PublishedImage[publication.Images.Length];
        await Parallel.ForAsync(0, images.Length, AtOnce(cancellationToken),
            async (index, token) => images[index] = await checks.CheckAsync(index, token));
        return images;
    }

    private static ParallelOptions AtOnce(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };

    // All that may move at the same time, one after the other: primary tags before aliases before what is beside them, and of each kind
    // parents before children.
    private static IEnumerable<Move[]> MovesOf(ImmutableArray<PublishedImage> images, TagSet tags) =>
        from turn in Turns
        from level in PublicationOrder.Levels(images)
        let moves = level.SelectMany(image => image.Moved.Where(tag => TurnOf(tag.Tag!, image.Name, tags) == turn)
            .Select(tag => new Move(image, tag)))
            .ToArray()
        where moves.Length > 0
        select moves;

    private static int TurnOf(Tag tag, ImageName name, TagSet tags) =>
        tag == tags.PrimaryOf(name) ? 0 : tags.ReferencesOf(name).Contains(tag) ? 2 : 1;

    private sealed record Move(PublishedImage Image, ImageReference Tag);
}
