using System.Collections.Concurrent;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>Everything that is looked at before the first tag moves, for all images, so that all problems are told together.</summary>
internal sealed class PublicationChecks(RegistryClient registries, Publication publication)
{
    private readonly ConcurrentBag<(int Order, Problem Problem)> taken = [];
    private readonly ConcurrentBag<(int Order, string Text)> failures = [];

    /// <summary>Checks one image: that its content is there, and that each of its tags may move.</summary>
    /// <param name="order">The image's place in the publication.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The image with its tags, and those of them that are not on it yet.</returns>
    public async Task<PublishedImage> CheckAsync(int order, CancellationToken cancellationToken)
    {
        var image = publication.Images[order];
        var named = image with { Tags = [.. publication.Tags.AllOf(image.Name).Select(image.Pinned.With)] };
        var tags = named.Tags.Where(tag => !image.InPlace.Contains(tag.Tag!)).ToArray();
        if (tags.Length == 0 && image.Size is not null)
            return named;

        var content = image.Manifest is { } recorded ? Task.FromResult<RegistryManifest?>(recorded)
            : registries.GetManifestAsync(image.Pinned, cancellationToken);
        // Where the primary tag moves its aliases move along, and what holds for it holds for them: they are not looked at.
        var primary = tags.Where(tag => tag.Tag == publication.Tags.PrimaryOf(image.Name)).ToArray();
        var moves = await MovesAsync(primary) is [_, ..] ? tags : await MovesAsync([.. tags.Except(primary)]);

        if (await content is { } manifest)
            return named with { Manifest = manifest, Size = await SizeAsync(image, manifest, cancellationToken), Moved = [.. moves] };
        failures.Add((order, $"{image.Pinned} is not in the registry"));
        return named;

        async Task<ImageReference[]> MovesAsync(ImageReference[] asked)
        {
            var heads = await Task.WhenAll(asked.Select(tag => registries.HeadAsync(tag, cancellationToken)));
            foreach (var (tag, head) in asked.Zip(heads))
            {
                if (head is not null && head.Digest != image.Digest)
                    await CheckTagAsync(order, image.Name, tag, head.Digest, cancellationToken);
            }

            return [.. asked.Where((_, i) => heads[i]?.Digest != image.Digest)];
        }
    }

    /// <summary>Checks an image that is not built yet: whether its primary tag, which will move and takes its aliases along, may.</summary>
    /// <param name="place">Its place among those that are not built, which are told of after the others.</param>
    /// <param name="image">The image.</param>
    /// <param name="repository">Where it will be.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task CheckUnbuiltAsync(int place, ImageName image, ImageReference repository, CancellationToken cancellationToken)
    {
        var tag = repository.With(publication.Tags.PrimaryOf(image));
        if (await registries.HeadAsync(tag, cancellationToken) is { } head)
            await CheckTagAsync(publication.Images.Length + place, image, tag, head.Digest, cancellationToken);
    }

    /// <summary>Checks an image that is not built yet by what the record says of it alone: nothing is requested.</summary>
    public Task CheckRecordedAsync(int place, RecordedImage image, ImageReference repository, CancellationToken cancellationToken) =>
        CheckTagAsync(place, image.Name, repository.With(publication.Tags.PrimaryOf(image.Name)), image.Digest, cancellationToken);

    /// <summary>Throws what was found: wrong use before failures, in the images' order.</summary>
    public void ThrowIfAny()
    {
        if (!taken.IsEmpty)
            throw new WrongUseException([.. taken.OrderBy(pair => pair.Order).Select(pair => pair.Problem)]);
        if (!failures.IsEmpty)
            throw new FailedException(string.Join(Environment.NewLine,
                failures.OrderBy(pair => pair.Order).Select(pair => pair.Text).Append("nothing was published")));
    }

    private async Task CheckTagAsync(int order, ImageName image, ImageReference tag, Digest there, CancellationToken cancellationToken)
    {
        if (TagGuard.Version(publication.Tags, image, tag, there) is { } published)
        {
            taken.Add((order, published));
            return;
        }

        var state = await StateAsync(image, tag, there, cancellationToken);
        if (TagGuard.Ownership(publication.Tags, publication.Branch, tag.ToString(), state.Owner) is { } problem)
            taken.Add((order, problem));
        else if (await TagGuard.LatenessAsync(publication, tag, state, cancellationToken) is { } lateness)
            failures.Add((order, lateness));
    }

    // The record knows who published; the labels only know who built, and an image may be reused by another branch.
    private async Task<TagState> StateAsync(ImageName image, ImageReference tag, Digest there, CancellationToken cancellationToken)
    {
        if (publication.Current is { } record && record.Find(image) is { } recorded && recorded.Digest == there)
            return TagState.Of(record, recorded);
        return await registries.GetImageConfigAsync(tag.At(there), cancellationToken) is { } config
            ? TagState.Of(config.Labels, tag.Tag!)
            : TagState.Unknown;
    }

    private async Task<long> SizeAsync(PublishedImage image, RegistryManifest manifest, CancellationToken cancellationToken) =>
        image.Size ?? (manifest.IsIndex ? await registries.GetCompressedSizeAsync(image.Pinned, cancellationToken) ?? 0
            : manifest.CompressedSize);
}
