namespace KegImages.Publishing;

/// <summary>Which shards of a record were read, where not all were: of an image in another one nothing is known.</summary>
internal sealed class ReadShards
{
    private readonly bool[] read;

    private ReadShards(bool[] read) => this.read = read;

    /// <summary>Those of some images; null where these are all shards.</summary>
    public static ReadShards? Of(IEnumerable<ImageName> names, int count)
    {
        var read = new bool[count];
        foreach (var name in names)
            read[RecordShards.Of(name, count)] = true;
        return Array.TrueForAll(read, shard => shard) ? null : new ReadShards(read);
    }

    /// <summary>Whether a shard is one of them.</summary>
    public bool Has(int shard) => read[shard];

    /// <summary>Whether an image would be in one of them.</summary>
    public bool Has(ImageName name) => read[RecordShards.Of(name, read.Length)];
}
