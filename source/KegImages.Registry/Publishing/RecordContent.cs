using System.Runtime.CompilerServices;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// A family record as the bytes that a registry stores: its JSON, or index and shards, and the manifest of the artifact that holds them.
/// </summary>
internal sealed class RecordContent
{
    // Registries refuse manifests of more than 4 MiB, and base64 takes a third more.
    private const int LargestInline = 1024 * 1024;

    // A publication asks for its record's digest more than once, and for its bytes at the end.
    private static readonly ConditionalWeakTable<FamilyRecord, RecordContent> Made = [];

    private RecordContent(FamilyRecord record)
    {
        var count = RecordShards.CountFor(record.Images.Length);
        Json = count == 1 ? FamilyRecordJson.Write(record) : RecordIndex.Write(record, count);
        Shards = count == 1 ? []
            : Array.ConvertAll(RecordShards.Split(record.Images, count), images => new ShardContent(RecordShard.Write(images)));
        ThrowIfTooLarge(record, Shards);
        Manifest = Artifact.Manifest(FamilyRecordStore.ArtifactType, Json, IsInline, record.SourceUrl,
            [.. Shards.Select(shard => (RecordShard.MediaType, shard.Digest, (long)shard.Json.Length)),
                .. record.Inputs.Select(kept => (KeptInputs.MediaType, kept.Digest, kept.Size))]);
        Descriptor = new ManifestDescriptor(Digest.Of(Manifest), MediaTypes.OciManifest, Manifest.Length);
    }

    /// <summary>The record's JSON; the index of one in shards.</summary>
    public byte[] Json { get; }

    /// <summary>The shards, in order; none where the record is in one piece.</summary>
    public ShardContent[] Shards { get; }

    /// <summary>Whether the manifest holds the JSON as well, so that nobody needs the blob.</summary>
    public bool IsInline => Json.Length <= LargestInline;

    /// <summary>The artifact's manifest.</summary>
    public byte[] Manifest { get; }

    /// <summary>What the registry knows the manifest by.</summary>
    public ManifestDescriptor Descriptor { get; }

    /// <summary>The bytes of a record; the same record gives the same.</summary>
    /// <exception cref="FailedException">It is larger than a record can be.</exception>
    public static RecordContent Of(FamilyRecord record)
    {
        record.ThrowUnlessWhole();
        return Made.GetValue(record, whole => new RecordContent(whole));
    }

    // What nobody could read any more is not written.
    private static void ThrowIfTooLarge(FamilyRecord record, ShardContent[] shards)
    {
        if (Array.FindIndex(shards, shard => shard.Json.Length > RecordShard.Largest) is >= 0 and var large)
            throw new FailedException($"the family record of '{record.Tag}' is too large: shard {large + 1} of {shards.Length} has "
                + $"{shards[large].Json.Length} bytes, and may have {RecordShard.Largest}");
        if (shards.Sum(shard => (long)shard.Json.Length) is > RecordShard.LargestTogether and var all)
            throw new FailedException($"the family record of '{record.Tag}' is too large: its shards have {all} bytes, and may have "
                + $"{RecordShard.LargestTogether} together");
    }
}

/// <summary>A shard of a record as bytes.</summary>
/// <param name="json">The bytes.</param>
internal sealed class ShardContent(byte[] json)
{
    /// <summary>The bytes.</summary>
    public byte[] Json => json;

    /// <summary>What the registry knows them by.</summary>
    public Digest Digest { get; } = Digest.Of(json);
}
