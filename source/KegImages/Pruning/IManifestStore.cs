using System.Collections.Immutable;
using KegImages.Images;

namespace KegImages.Pruning;

/// <summary>How a provider deletes manifests, and brings them back: through the registry itself, or through an API beside it.</summary>
public interface IManifestStore
{
    /// <summary>Why nothing can be deleted there, as a clause; null when something can. Changes nothing.</summary>
    Task<string?> WhyReadOnlyAsync(ImageReference repository, CancellationToken cancellationToken);

    /// <summary>Deletes the manifest with the reference's digest, and with it every tag on it.</summary>
    /// <returns>Null when it is gone; else why it is not, as a clause.</returns>
    Task<string?> DeleteAsync(ImageReference pinned, CancellationToken cancellationToken);

    /// <summary>Brings a deleted manifest back where the provider itself keeps what it deletes; elsewhere does nothing, because its bytes are put again.</summary>
    Task BringBackAsync(ImageReference pinned, CancellationToken cancellationToken);

    /// <summary>The manifests that no tag is on, where the provider lists them; none where it does not.</summary>
    Task<ImmutableArray<Digest>> UntaggedAsync(ImageReference repository, CancellationToken cancellationToken);
}
