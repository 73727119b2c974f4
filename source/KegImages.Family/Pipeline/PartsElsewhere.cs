using KegImages.LockedPlans;

namespace KegImages.Pipeline;

/// <summary>What the jobs before built of images that are joined here, as they say in the folder of <c>--built</c>.</summary>
/// <param name="parts">All of them.</param>
internal sealed class PartsElsewhere(ILookup<ImageName, PushedPart> parts)
{
    private const int MostFiles = 1_000;

    /// <summary>Reads the files of a folder, whatever folders they are in.</summary>
    /// <exception cref="FailedException">One of them cannot be read: what it would say is missing then.</exception>
    public static async Task<PartsElsewhere> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var all = new List<PushedPart>();
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, ImageParts.FileName, SearchOption.AllDirectories) : [];
        foreach (var file in files.Take(MostFiles).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(file).Length > ImageParts.MostBytes)
                throw new FailedException($"{file} has more than {ImageParts.MostBytes} bytes");
            all.AddRange(ImageParts.Parse(await File.ReadAllBytesAsync(file, cancellationToken), Path.GetRelativePath(folder, file)));
        }

        return new PartsElsewhere(all.ToLookup(part => part.Image));
    }

    /// <summary>What was said to be built of a step, later files first: a job that was run again says more than its first run.</summary>
    public IReadOnlyList<Built> Of(BuildStep step) =>
    [
        .. parts[step.Image.Name].Reverse().Where(part => part.Platforms.All(step.Platforms.Contains))
            .Select(part => new Built(step with { Platforms = part.Platforms }, step.Content.At(part.Digest),
                TimeSpan.FromSeconds(part.Seconds), false)),
    ];

    /// <summary>What this run pushed of images for some of their platforms.</summary>
    public static string Text(FamilyState state) => ImageParts.Of(state.Built
        .Where(built => built is { IsAdopted: false, Pinned.Digest: not null })
        .Select(built => new PushedPart(built.Name, built.Step.Platforms, built.Pinned.Digest!,
            Math.Round(built.Duration.TotalSeconds, 1))));
}
