namespace KegImages.Publishing;

/// <summary>
/// One shard of a family record: images, and nothing that changes with each publication, so that a shard whose images stay is the same
/// bytes.
/// </summary>
internal static class RecordShard
{
    /// <summary>The type of such a layer.</summary>
    public const string MediaType = "application/vnd.keg.family.shard.v1+json";

    /// <summary>The format's version.</summary>
    public const int Version = 1;

    /// <summary>The most bytes of one: half of what is read of any answer.</summary>
    public const int Largest = 32 * 1024 * 1024;

    /// <summary>The most bytes of all shards of a record together.</summary>
    public const long LargestTogether = 512L * 1024 * 1024;

    /// <summary>The shard as UTF-8 JSON; the same images give the same bytes.</summary>
    public static byte[] Write(RecordedImage[] images)
    {
        var inputs = FamilyRecordJson.InputsOf(images);
        return JsonSerializer.SerializeToUtf8Bytes(new RecordShardDocument
        {
            Version = Version,
            Inputs = FamilyRecordJson.DocumentsOf(inputs),
            Images = FamilyRecordJson.DocumentsOf(images, inputs),
        }, RecordJsonContext.Default.RecordShardDocument);
    }

    /// <summary>Reads a shard.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="shard">Which one it is, from 0.</param>
    /// <param name="count">Of how many.</param>
    /// <param name="name">What it is and where it is from, for messages.</param>
    /// <exception cref="UnreadableDocumentException">It is none, or has images that are not its own.</exception>
    public static RecordedImage[] Read(ReadOnlySpan<byte> json, int shard, int count, string name)
    {
        var source = new OutsideDocument(name);
        var document = UsualRecord.ReadShard(json) ?? source.Read(json, RecordJsonContext.Default.RecordShardDocument);
        if (document.Version != Version)
            throw source.Unreadable("$.version", $"it is {document.Version}, and this program reads version {Version}");
        FamilyRecordJson.ThrowIfTwice(document.Images, source);
        for (var i = 0; i < document.Images.Length; i++)
        {
            var (image, own) = (document.Images[i].Name, RecordShards.Of(document.Images[i].Name, count));
            if (own != shard)
                throw source.Unreadable($"$.images[{i}].name", $"the image '{image}' belongs to shard {own + 1}");
        }

        return FamilyRecordJson.ImagesOf(document.Images, document.Inputs);
    }
}

internal sealed record RecordShardDocument
{
    public required int Version { get; init; }

    public KeptInputsDocument[]? Inputs { get; init; }

    public required RecordImageDocument[] Images { get; init; }
}
