using System.Text;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Explaining;

/// <summary>
/// Keeps what images are made of beside them in the registry: an OCI artifact <c>&lt;image&gt;:fp-….inputs</c> for the image <c>&lt;image&gt;:fp-…</c>. A short
/// text stands in the manifest itself as well, so that one request reads it.
/// </summary>
/// <param name="registries">The client.</param>
public sealed class InputsStore(RegistryClient registries)
{
    /// <summary>The artifact's type.</summary>
    public const string ArtifactType = "application/vnd.keg.inputs.v1+text";

    private const int LargestInline = 64 * 1024;

    /// <summary>Where the inputs of an image are kept.</summary>
    /// <param name="repository">The image's repository.</param>
    /// <param name="fingerprint">The image's fingerprint.</param>
    public static ImageReference PlaceOf(ImageReference repository, Fingerprint fingerprint) => repository.With(Tag.Parse($"{fingerprint.ContentTag}.inputs"));

    /// <summary>Keeps the inputs of an image: three requests.</summary>
    /// <param name="repository">The image's repository.</param>
    /// <param name="inputs">What it is made of.</param>
    /// <param name="source">Where the source can be seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when they are kept; else why the registry does not take such a thing.</returns>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<string?> PutAsync(ImageReference repository, ImageInputs inputs, Uri? source, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetBytes(inputs.ToString());
        await registries.PutNewBlobAsync(repository, text, cancellationToken);
        var manifest = Artifact.ManifestOfOneBlob(ArtifactType, text, inline: text.Length <= LargestInline, source);
        return (await registries.OfferManifestAsync(PlaceOf(repository, inputs.Fingerprint), manifest, MediaTypes.OciManifest, cancellationToken)).Refusal;
    }

    /// <summary>The inputs of an image; null when the registry does not have them, or has something else there.</summary>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<ImageInputs?> GetAsync(ImageReference repository, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        var manifest = await registries.GetManifestAsync(PlaceOf(repository, fingerprint), cancellationToken);
        if (manifest is not { ArtifactType: ArtifactType, Layers: [var layer] })
            return null;
        var digest = Digest.Parse(layer.Digest);
        ReadOnlyMemory<byte>? text = layer.Data is { } data && Digest.Of(data) == digest ? data : await registries.GetBlobAsync(repository, digest, cancellationToken);
        // What does not have the fingerprint that it stands for says nothing of the image.
        return text is { } found && ImageInputs.TryParse(Encoding.UTF8.GetString(found.Span), out var inputs) && inputs.Fingerprint == fingerprint ? inputs : null;
    }
}
