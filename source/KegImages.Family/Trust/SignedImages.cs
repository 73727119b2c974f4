using System.Collections.Concurrent;
using KegImages.Signing;

namespace KegImages.Trust;

/// <summary>What is signed by whom <c>keg.yml</c> believes; each image is asked for once.</summary>
/// <param name="registries">The client.</param>
/// <param name="cosign">What verifies.</param>
/// <param name="defaultTags">The default tag and its aliases, which share one record.</param>
internal sealed class SignedImages(RegistryClient registries, Cosign cosign, ImmutableArray<Tag> defaultTags)
{
    private const int MostAtOnce = 4;

    // One for the whole process: each is a program that is started.
    private static readonly SemaphoreSlim Free = new(MostAtOnce);

    private readonly ConcurrentDictionary<ImageReference, Lazy<Task<string?>>> asked = [];

    /// <summary>What verifies where only signed images are taken; null where all are.</summary>
    /// <exception cref="WrongUseException">The public key is not there, or cosign is not to be had.</exception>
    public static SignedImages? Required(Workplace workplace, KegSettings settings) =>
        settings is { RequireSigned: true, Sign: { } sign } ? Of(workplace, settings, new SigningKeys(workplace).Verifier(sign)) : null;

    /// <summary>What verifies by a program.</summary>
    public static SignedImages Of(Workplace workplace, KegSettings settings, Cosign cosign) =>
        new(workplace.World.Registries, cosign, settings.DefaultTags);

    /// <summary>Why an image, or a record, is not signed by whom it should be, as a clause; null when it is.</summary>
    /// <exception cref="FailedException">That cannot be told.</exception>
    public Task<string?> WhyNotAsync(ImageReference pinned, CancellationToken cancellationToken)
    {
        var image = ImageReference.Of(pinned.Registry, pinned.Repository).At(pinned.Digest
            ?? throw new ArgumentException($"'{pinned}' has no digest: a signature is about one", nameof(pinned)));
        return asked.GetOrAdd(image, _ => new Lazy<Task<string?>>(() => AskAsync(image, cancellationToken))).Value;
    }

    /// <summary>Why a record does not say what is published under a tag, as a clause; null when it is signed, and that tag's.</summary>
    /// <param name="provider">Where it is.</param>
    /// <param name="record">The record, as it was read.</param>
    /// <param name="tag">The tag that it is to be of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> WhyNotAsync(Provider provider, FamilyRecord record, Tag tag, CancellationToken cancellationToken)
    {
        if (record.Tag != tag && !(defaultTags.Contains(tag) && defaultTags.Contains(record.Tag)))
            return $"is the record of '{record.Tag}'";
        return record.ReadFrom is { } digest
            ? await WhyNotAsync(FamilyRecordStore.RepositoryOf(provider).At(digest), cancellationToken) : "was not read from a registry";
    }

    /// <summary>Forgets what was said of images, because they were signed since.</summary>
    public void Forget() => asked.Clear();

    private async Task<string?> AskAsync(ImageReference image, CancellationToken cancellationToken)
    {
        await Free.WaitAsync(cancellationToken);
        try
        {
            return await cosign.WhyNotAsync(image, await registries.HasReferrerAsync(image, MediaTypes.CosignSignature, cancellationToken),
                cancellationToken);
        }
        finally
        {
            Free.Release();
        }
    }
}
