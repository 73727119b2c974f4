using System.Globalization;
using KegImages.References;

namespace KegImages.Benchmarking;

/// <summary>What a generated family is made of: one base, up to four hubs on it, and taps on the hubs in turn.</summary>
/// <param name="Images">How many images, at least 3.</param>
/// <param name="HasRun">Whether each image has a RUN step after its first COPY step; taps have two of those, the others one.</param>
/// <param name="Root">The image that the base is built on.</param>
internal sealed record FamilyShape(int Images, bool HasRun, ImageReference Root)
{
    /// <summary>What the Dockerfiles call the family's images by; where they are pushed to is said elsewhere.</summary>
    public const string WrittenProvider = "registry.example/bench";

    private int Hubs => Math.Min(4, Images - 2);

    /// <summary>The base's folder and name.</summary>
    public static GeneratedImage Base { get; } = new("base", "images/base", null);

    /// <summary>All images, parents before children.</summary>
    public IEnumerable<GeneratedImage> All =>
    [
        Base,
        .. Enumerable.Range(1, Hubs).Select(hub => new GeneratedImage(Hub(hub), $"images/{Hub(hub)}", Base.Name)),
        .. Enumerable.Range(1, Images - 1 - Hubs)
        .Select(tap => new GeneratedImage(Tap(tap), $"taps/{Tap(tap)}", Hub(1 + (tap - 1) % Hubs))),
    ];

    /// <summary>The tap that changes where one leaf changes.</summary>
    public GeneratedImage Leaf => All.Last();

    /// <summary>The tap that breaks where one breaks.</summary>
    public GeneratedImage Broken => All.ElementAt(1 + Hubs);

    /// <summary>An image's Dockerfile.</summary>
    public string Dockerfile(GeneratedImage image)
    {
        var folder = $"/opt/{image.Name}";
        // Long enough to be seen, short enough that what is measured is not this loop.
        var work = HasRun ? $"RUN n=0; while [ $n -lt 100000 ]; do n=$((n+1)); done; cp {folder}/package/list {folder}/installed\n" : "";
        var last = image.Folder.StartsWith("taps/", StringComparison.Ordinal) ? $"COPY source {folder}/source\n" : "";
        return $"FROM {(image.Parent is null ? Root.ToString() : Reference(image.Parent))}\nCOPY package {folder}/package\n{work}{last}";
    }

    /// <summary>An image of the family as Dockerfiles name it.</summary>
    public static string Reference(string name) => $"{WrittenProvider}/{name}:develop";

    private static string Hub(int number) => string.Create(CultureInfo.InvariantCulture, $"hub-{number}");

    private static string Tap(int number) => string.Create(CultureInfo.InvariantCulture, $"tap-{number:00}");
}

/// <summary>An image of a generated family.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder, which is its build context, relative to the family's root.</param>
/// <param name="Parent">The name of the image that it is built on; null for the base.</param>
internal sealed record GeneratedImage(string Name, string Folder, string? Parent);
