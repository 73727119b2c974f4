using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KegImages.Pipeline;

/// <summary>
/// Whether the tags of a set name what its record says. Of a set whose record is in one piece each is asked for; of a larger one some, and
/// when these do, the record is believed of the others, and when one does not, each of them is asked for too.
/// </summary>
internal sealed class RecordCheck
{
    private const int Fewest = 100;
    private const int OfEachShard = 4;

    private readonly Func<RecordedImage, Task<bool>> askAsync;
    private readonly Dictionary<ImageName, Task<bool>>? asked;
    private readonly Task<bool>? holds;

    /// <summary>A check of images.</summary>
    /// <param name="images">Those whose tags should be where the record says.</param>
    /// <param name="turn">What decides which are asked for: others with the next record, and on the next day.</param>
    /// <param name="askAsync">Asks the registry for one.</param>
    public RecordCheck(IReadOnlyCollection<RecordedImage> images, string turn, Func<RecordedImage, Task<bool>> askAsync)
    {
        (Images, this.askAsync) = (images.Count, askAsync);
        if (SampleOf(images.Count) == images.Count)
            return;
        asked = Sample(images, turn).ToDictionary(image => image.Name, askAsync);
        holds = HoldsAsync(asked.Values);
    }

    /// <summary>How many images it is about.</summary>
    public int Images { get; }

    /// <summary>How many of them are asked for at first.</summary>
    public int Asked => asked?.Count ?? Images;

    /// <summary>Whether the record is believed of images that nobody asked for.</summary>
    public bool Believes { get; private set; }

    /// <summary>What decides of a record on a day which images are asked for.</summary>
    public static string TurnOf(DateTimeOffset day, Digest? record) =>
        $"{day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {record}";

    /// <summary>How many of so many images are asked for: all up to the size of one shard, else four of each shard, and a hundred at
    /// least.</summary>
    public static int SampleOf(int images) =>
        images <= RecordShards.Meant ? images : Math.Max(Fewest, OfEachShard * RecordShards.CountFor(images));

    /// <summary>Whether the record alone says of an image that its tag is in place.</summary>
    public bool IsBelieved(ImageName name) => Believes && !asked!.ContainsKey(name);

    /// <summary>Whether an image's tag names what the record says.</summary>
    public async Task<bool> IsThereAsync(RecordedImage image)
    {
        if (asked is null)
            return await askAsync(image);
        if (asked.TryGetValue(image.Name, out var answer))
            return await answer;
        return await holds! || await askAsync(image);
    }

    /// <summary>What a person should know; null where every image was asked for, as ever.</summary>
    /// <param name="what">Whose record it is.</param>
    public string? ToNote(string what) => asked is null ? null
        : Believes ? $"{Images} images are where {what} says: {Asked} of them were asked for, others with each record and day, and the "
            + $"rest is believed; Status asks for each ({ThisProgram.Page("publishing")})"
        : $"{what} names an image that is not there under its tag: so all {Images} were asked for";

    private async Task<bool> HoldsAsync(IEnumerable<Task<bool>> answers) =>
        Believes = Array.TrueForAll(await Gathering.AllAsync(answers), there => there);

    private static IEnumerable<RecordedImage> Sample(IReadOnlyCollection<RecordedImage> images, string turn) =>
        images.OrderBy(image => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{turn} {image.Name}"))))
            .ThenBy(image => image.Name.ToString(), StringComparer.Ordinal).Take(SampleOf(images.Count));
}
