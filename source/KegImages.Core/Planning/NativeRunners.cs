namespace KegImages.Planning;

/// <summary>Which machines build an image where some platforms have a machine of their own: an image is divided where its platforms are not
/// all one machine's, and is made one of its parts afterwards.</summary>
/// <param name="runners">The labels of each platform's machine, as <c>keg.yml</c> says them; the rest is the usual
/// machine's.</param>
public sealed class NativeRunners(ImmutableSortedDictionary<string, ImmutableArray<string>> runners)
{
    /// <summary>Whether any platform has a machine of its own.</summary>
    public bool IsEmpty => runners.IsEmpty;

    /// <summary>The labels of a platform's machine; none for the usual one.</summary>
    public ImmutableArray<string> Of(string platform) => runners.GetValueOrDefault(platform, []);

    /// <summary>What of an image each machine builds, in the order of its platforms; one part, of all of them, where it is not
    /// divided.</summary>
    public ImmutableArray<ImagePart> PartsOf(Image image)
    {
        var machines = image.Platforms.GroupBy(platform => string.Join(' ', Of(platform)), StringComparer.Ordinal).ToList();
        return machines.Count < 2
            ? [new ImagePart(image.Name, image.Platforms.IsEmpty ? [] : Of(image.Platforms[0]), [])]
            : [.. machines.Select(machine => new ImagePart(image.Name, Of(machine.First()), [.. machine]))];
    }

    /// <summary>Whether several machines build an image.</summary>
    public bool IsDivided(Image image) => PartsOf(image).Length > 1;

    /// <summary>What platforms the parts of a family's divided images are of, each once.</summary>
    public ImmutableArray<ImmutableArray<string>> PlatformsOfParts(Family family) =>
    [
        .. family.Images.SelectMany(image => PartsOf(image)).Select(part => part.Platforms).Where(platforms => !platforms.IsEmpty)
            .DistinctBy(platforms => string.Join(' ', platforms), StringComparer.Ordinal),
    ];

    /// <summary>The processors of the machines that platforms have, each with a machine's labels.</summary>
    public IEnumerable<(string Processor, ImmutableArray<string> Runner)> Processors =>
        runners.Select(pair => (ProcessorOf(pair.Key), pair.Value)).DistinctBy(pair => pair.Item1);

    /// <summary>The processor of a platform: <c>arm64</c> of <c>linux/arm64/v8</c>.</summary>
    public static string ProcessorOf(string platform) => platform.Split('/') is [_, var processor, ..] ? processor : platform;

    /// <summary>The platforms of an image that the usual machine builds for.</summary>
    public IEnumerable<string> UsualOf(Image image) => image.Platforms.Where(platform => Of(platform).IsEmpty);
}

/// <summary>What one machine builds of an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Runner">The machine's labels; none for the usual one.</param>
/// <param name="Platforms">The platforms; none where it is all of the image.</param>
public sealed record ImagePart(ImageName Image, ImmutableArray<string> Runner, ImmutableArray<string> Platforms)
{
    /// <summary>Machine and platforms: parts of one kind can be built by one job.</summary>
    internal string Kind => $"{string.Join(' ', Runner)} {string.Join(',', Platforms)}";
}
