using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>A family record as the bytes that a registry stores: its JSON, and the manifest of the artifact that holds it.</summary>
internal sealed class RecordContent
{
    // Registries refuse manifests of more than 4 MiB, and base64 takes a third more.
    private const int LargestInline = 1024 * 1024;

    /// <summary>The bytes of a record; the same record gives the same.</summary>
    public RecordContent(FamilyRecord record)
    {
        Json = FamilyRecordJson.Write(record);
        Manifest = Artifact.Manifest(FamilyRecordStore.ArtifactType, Json, IsInline, record.SourceUrl,
            record.Inputs.Select(kept => (KeptInputs.MediaType, kept.Digest, kept.Size)));
        Descriptor = new ManifestDescriptor(Digest.Of(Manifest), MediaTypes.OciManifest, Manifest.Length);
    }

    /// <summary>The record's JSON.</summary>
    public byte[] Json { get; }

    /// <summary>Whether the manifest holds the JSON as well, so that nobody needs the blob.</summary>
    public bool IsInline => Json.Length <= LargestInline;

    /// <summary>The artifact's manifest.</summary>
    public byte[] Manifest { get; }

    /// <summary>What the registry knows the manifest by.</summary>
    public ManifestDescriptor Descriptor { get; }
}
