using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace KegImages.ReliabilityTests.Checking;

/// <summary>
/// Compares views by what they mean: two records that say the same of the same images are the same, in whichever blobs their inputs were
/// packed.
/// </summary>
internal sealed class Meanings(PlainRegistry registry)
{
    private const string Records = "keg-family:";
    private const string Inputs = "inputs";

    private readonly ConcurrentDictionary<string, string> known = [];

    /// <summary>Whether two digests under a name mean the same.</summary>
    public async Task<bool> AreSameAsync(string name, string? one, string? other) =>
        one == other || one is not null && other is not null && name.StartsWith(Records, StringComparison.Ordinal)
            && await OfAsync(one) == await OfAsync(other);

    /// <summary>What differs, one line a tag; none when both views mean the same.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(RegistryView view, RegistryView expected)
    {
        var lines = new List<string>();
        foreach (var name in view.Names.Keys.Union(expected.Names.Keys).Where(name => !RegistryView.IsPrunes(name))
            .Order(StringComparer.Ordinal))
        {
            if (!await AreSameAsync(name, view[name], expected[name]))
                lines.Add($"{name} names {RegistryView.Short(view[name])}, expected {RegistryView.Short(expected[name])}");
        }

        return lines;
    }

    private async Task<string> OfAsync(string digest)
    {
        if (known.TryGetValue(digest, out var meaning))
            return meaning;
        // What is gone, or no record, means itself alone.
        if (await registry.ManifestAsync("keg-family", digest) is not { } manifest
            || await RecordedFamily.TextAsync(registry, manifest) is not { } text)
            return digest;
        var record = JsonNode.Parse(text)!.AsObject();
        record.Remove(Inputs);
        (record["hold"] as JsonObject)?.Remove("at");
        foreach (var image in record["images"] as JsonArray ?? [])
            (image as JsonObject)?.Remove(Inputs);
        return known[digest] = record.ToJsonString();
    }
}
