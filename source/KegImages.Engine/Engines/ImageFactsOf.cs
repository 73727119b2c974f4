using Docker.DotNet.Models;
using KegImages.Testing;

namespace KegImages.Engines;

/// <summary>What an engine answers of an image → its configuration.</summary>
internal static class ImageFactsOf
{
    public static ImageFacts Answer(ImageInspectResponse image) => new()
    {
        Variables = (image.Config?.Env ?? []).Select(entry => entry.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToImmutableSortedDictionary(same => same.Key, same => same.Last().ElementAtOrDefault(1) ?? "", StringComparer.Ordinal),
        Labels = EngineImage.LabelsOf(image.Config?.Labels),
        Ports = [.. (image.Config?.ExposedPorts ?? new Dictionary<string, EmptyStruct>()).Keys.Order(StringComparer.Ordinal)],
        Volumes = [.. (image.Config?.Volumes ?? new Dictionary<string, EmptyStruct>()).Keys.Order(StringComparer.Ordinal)],
        EntryPoint = [.. image.Config?.Entrypoint ?? []],
        Command = [.. image.Config?.Cmd ?? []],
        WorkingFolder = image.Config?.WorkingDir ?? "",
        User = image.Config?.User ?? "",
        HasHealthCheck = image.Config?.Healthcheck?.Test is { Count: > 0 } test && test[0] != "NONE",
    };
}
