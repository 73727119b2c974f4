using System.Runtime.CompilerServices;
using KegImages.Building;

namespace KegImages.Tests.Building;

/// <summary>What a real buildx wrote, recorded; hosts, times and digests replaced.</summary>
internal static class Sample
{
    public static string[] Lines(string name) => File.ReadAllLines(Path.Combine(Here(), "Samples", name + ".txt"));

    public static BuildKitEvent[] Events(string name)
    {
        var reader = new RawJsonReader();
        return [.. Lines(name).SelectMany(line => reader.Read(line)), .. reader.Complete()];
    }

    public static BuildLog Log(string name)
    {
        var log = new BuildLog();
        foreach (var happened in Events(name))
            log.Add(happened);
        return log;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
