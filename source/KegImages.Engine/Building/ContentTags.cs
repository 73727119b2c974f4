using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// Content tags have one first writer: what stands under one when an image is about to be pushed there, and is the very image that was to
/// be built, is taken
/// over, and children are built on it. Without this, two runs that build the same inputs at once would each build its children on an image
/// of its own.
/// </summary>
/// <param name="digestOf">Asks the registry for the digest of a reference; null when it has none.</param>
/// <param name="evidenceOf">Reads what the image at a digest says of itself.</param>
public sealed class ContentTags(
    Func<ImageReference, CancellationToken, Task<Digest?>> digestOf, Func<ImageReference, CancellationToken, Task<Evidence>> evidenceOf)
{
    /// <summary>
    /// What stood under the content tags when the plan was made, of images that are to be built anew although they exist.
    /// </summary>
    public IReadOnlyDictionary<ImageName, Digest> Stood { get; init; } = ImmutableDictionary<ImageName, Digest>.Empty;

    /// <summary>The digest under a content tag, or of an image by its digest; null when there is none.</summary>
    public Task<Digest?> DigestOfAsync(ImageReference reference, CancellationToken cancellationToken) =>
        digestOf(reference, cancellationToken);

    /// <summary>
    /// What stands under a step's content tag, and why it is not taken over but replaced, as a clause after its name: null when it is the
    /// image that the step builds. Null when nothing stands there.
    /// </summary>
    public async Task<(Digest Digest, string? WhyReplaced)?> FindAsync(BuildStep step, CancellationToken cancellationToken) =>
        await digestOf(step.Content, cancellationToken) is { } digest
            ? (digest, WhyReplaced(step, digest, await evidenceOf(step.Content.At(digest), cancellationToken))) : null;

    private string? WhyReplaced(BuildStep step, Digest there, Evidence says)
    {
        if (Stood.GetValueOrDefault(step.Image.Name) == there)
            return "was there when the plan was made";
        return step.Says is { Fingerprint: { } fingerprint, Parents: { } parents }
            ? says.Against(fingerprint, WantedParent.Of(parents), step.Platforms)?.Clause
            : "cannot be compared with what is built";
    }
}
