using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KegImages.Publishing;

/// <summary>
/// In which of how many shards the record of a large family has an image. Both follow from the images alone, so that the same record is the
/// same bytes: the number is a power of two, and doubles where a shard would come to more images than it is meant for.
/// </summary>
internal static class RecordShards
{
    /// <summary>The images that one shard is meant for; a family of no more than these has a record in one piece.</summary>
    public const int Meant = 500;

    /// <summary>The shards of the largest family.</summary>
    public const int Most = 1024;

    /// <summary>How many shards a set of so many images has; 1 for a record in one piece.</summary>
    public static int CountFor(int images)
    {
        var count = 1;
        while (count < Most && images > (long)count * Meant)
            count *= 2;
        return count;
    }

    /// <summary>Whether a record may say that it has so many.</summary>
    public static bool IsCount(int count) => count is > 1 and <= Most && (count & (count - 1)) == 0;

    /// <summary>The shard of an image, by the first four bytes of its name's SHA-256.</summary>
    public static int Of(ImageName name, int count)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name.ToString()), hash);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) & (uint)(count - 1));
    }

    /// <summary>The images of each shard, in the order in which they are given.</summary>
    public static RecordedImage[][] Split(ImmutableArray<RecordedImage> images, int count)
    {
        var shards = new List<RecordedImage>[count];
        for (var i = 0; i < count; i++)
            shards[i] = [];
        foreach (var image in images)
            shards[Of(image.Name, count)].Add(image);
        return Array.ConvertAll(shards, shard => shard.ToArray());
    }
}
