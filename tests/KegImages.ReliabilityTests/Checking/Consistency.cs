using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace KegImages.ReliabilityTests.Checking;

/// <summary>
/// Whether a record and what it names belong together: every image whole, of its fingerprint, and on the parents that are recorded beside
/// it.
/// </summary>
internal sealed class Consistency(PlainRegistry registry)
{
    private const string Fingerprint = "io.keg.fingerprint";
    private const string Parents = "io.keg.parents";

    // Content does not change under its digest; only whether it is there may.
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> labels = [];

    /// <summary>What is wrong with the set under a tag, one line each; none when there is no record.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(RegistryView view, string tag)
    {
        if (await RecordedFamily.ReadAsync(registry, view, tag) is not { } record)
            return [];
        var problems = await Task.WhenAll(record.Images.Select(image => ProblemsAsync(record, image)));
        return [.. problems.SelectMany(lines => lines).Select(line => $"the record of {tag}: {line}")];
    }

    /// <summary>The labels of an image.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LabelsAsync(string repository, string digest)
    {
        if (labels.TryGetValue($"{repository}@{digest}", out var known))
            return known;
        var manifest = await registry.ManifestAsync(repository, digest)
            ?? throw new InvalidOperationException($"{repository}@{digest} is gone");
        var config = JsonNode.Parse(await registry.BlobAsync(repository, (string)manifest.Json["config"]!["digest"]!))!;
        var found = (config["config"]?["Labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => (string)label.Value!);
        return labels[$"{repository}@{digest}"] = found;
    }

    private async Task<IEnumerable<string>> ProblemsAsync(RecordedFamily record, RecordedFamilyImage image)
    {
        var problems = new List<string>();
        if (!await registry.HasManifestAsync(image.Name, image.Digest))
            return [$"{image.Name} is gone: {image.Digest}"];
        var manifest = (await registry.ManifestAsync(image.Name, image.Digest))!.Json;
        foreach (var part in manifest["layers"]!.AsArray().Prepend(manifest["config"]))
        {
            if (!await registry.HasBlobAsync(image.Name, (string)part!["digest"]!))
                problems.Add($"{image.Name} is not whole: {part["digest"]} is gone");
        }

        var said = await LabelsAsync(image.Name, image.Digest);
        if (image.Fingerprint is not null && said.GetValueOrDefault(Fingerprint) != image.Fingerprint)
            problems.Add($"{image.Name} is recorded as {image.Fingerprint}, and its own label says {said.GetValueOrDefault(Fingerprint)}");
        problems.AddRange(ParentProblems(record, image, said.GetValueOrDefault(Parents)));
        return problems;
    }

    private static IEnumerable<string> ParentProblems(RecordedFamily record, RecordedFamilyImage image, string? label)
    {
        foreach (var parent in image.Parents)
        {
            var (name, digest) = NameOf(parent);
            if (record.Images.FirstOrDefault(other => other.Name == name) is { } beside && beside.Digest != digest)
                yield return
                    $"{image.Name} stands on {name} {RegistryView.Short(digest)}, beside which {RegistryView.Short(beside.Digest)} is "
                        + "recorded";
        }

        if (label is null)
            yield break;
        var labelled = label.Split([',', ' ', '\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(NameOf).ToList();
        if (!labelled.SequenceEqual(labelled.OrderBy(parent => $"{parent.Name}@{parent.Digest}", StringComparer.Ordinal)))
            yield return $"{image.Name} names its parents out of order: {label}";
        foreach (var (name, digest) in labelled)
        {
            if (record.Images.FirstOrDefault(other => other.Name == name) is { } beside && beside.Digest != digest)
                yield return
                    $"{image.Name} says it is on {name} {RegistryView.Short(digest)}, beside which {RegistryView.Short(beside.Digest)} "
                        + "is recorded";
        }
    }

    // host/namespace/name@sha256:…, or name@sha256:…
    private static (string Name, string Digest) NameOf(string parent)
    {
        var at = parent.IndexOf('@', StringComparison.Ordinal);
        return (parent[..at].Split('/')[^1].Split(':')[0], parent[(at + 1)..]);
    }
}
