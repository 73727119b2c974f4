namespace KegImages.Publishing;

/// <summary>The index of a family record in shards: what its images have in common, and how they are spread.</summary>
/// <param name="Record">The record, with no image.</param>
/// <param name="Images">How many images it has in all.</param>
/// <param name="Shards">How many shards; those are the layers that follow the index, in this order.</param>
internal sealed record RecordIndex(FamilyRecord Record, int Images, int Shards)
{
    /// <summary>The format's version: a program that knows records in one piece alone says that it does not read it.</summary>
    public const int Version = 2;

    /// <summary>The index of a record as UTF-8 JSON.</summary>
    public static byte[] Write(FamilyRecord record, int shards) => JsonSerializer.SerializeToUtf8Bytes(new RecordIndexDocument
    {
        Version = Version,
        Tag = record.Tag,
        Branch = record.Branch,
        Commit = record.Commit,
        CommitTime = record.CommitTime?.ToUniversalTime(),
        Source = record.SourceUrl,
        Hold = record.Hold is { } hold ? HoldDocument.Of(hold) : null,
        Images = record.Images.Length,
        Shards = shards,
    }, RecordJsonContext.Default.RecordIndexDocument);

    /// <summary>Reads an index.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="layers">How many shards its manifest has.</param>
    /// <param name="name">What it is and where it is from, for messages.</param>
    /// <exception cref="UnreadableDocumentException">It is none, or does not fit its manifest.</exception>
    public static RecordIndex Read(ReadOnlySpan<byte> json, int layers, string name)
    {
        var source = new OutsideDocument(name);
        var document = source.Read(json, RecordJsonContext.Default.RecordIndexDocument);
        if (document.Version != Version)
            throw source.Unreadable("$.version", $"a record in shards has version {Version}, and not {document.Version}");
        if (!RecordShards.IsCount(document.Shards))
            throw source.Unreadable("$.shards", $"it is no power of two from 2 to {RecordShards.Most}, but {document.Shards}");
        if (document.Shards != layers)
            throw source.Unreadable("$.shards", $"it has {document.Shards} shards, and its manifest has {layers}");
        if (document.Images < 0)
            throw source.Unreadable("$.images", "it is no number of images");
        return new RecordIndex(new FamilyRecord
        {
            Tag = document.Tag,
            Branch = document.Branch,
            Commit = document.Commit,
            CommitTime = document.CommitTime,
            SourceUrl = document.Source,
            Hold = document.Hold?.Read(source),
            Images = [],
        }, document.Images, document.Shards);
    }
}

internal sealed record RecordIndexDocument
{
    public required int Version { get; init; }

    public required Tag Tag { get; init; }

    public BranchName? Branch { get; init; }

    public CommitId? Commit { get; init; }

    public DateTimeOffset? CommitTime { get; init; }

    public Uri? Source { get; init; }

    public HoldDocument? Hold { get; init; }

    public required int Images { get; init; }

    public required int Shards { get; init; }
}
