using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace KegImages.ReliabilityTests.Checking;

/// <summary>A family record, read as plain JSON.</summary>
internal sealed record RecordedFamily(string? Tag, string? Branch, string? Commit, ImmutableArray<RecordedFamilyImage> Images)
{
    /// <summary>Reads the record under a tag; null when there is none.</summary>
    public static async Task<RecordedFamily?> ReadAsync(PlainRegistry registry, RegistryView view, string tag)
    {
        if (view[$"keg-family:{tag}"] is not { } digest || await registry.ManifestAsync("keg-family", digest) is not { } manifest)
            return null;
        var json = JsonNode.Parse(await TextAsync(registry, manifest))!;
        return new RecordedFamily(
            (string?)json["tag"], (string?)json["branch"], (string?)json["commit"],
            [
                .. json["images"]!.AsArray().Select(image => new RecordedFamilyImage(
                    (string)image!["name"]!, (string)image["digest"]!, (string?)image["fingerprint"],
                    [.. (image["parents"] as JsonArray ?? []).Select(parent => (string)parent!)])),
            ]);
    }

    /// <summary>The JSON that an artifact of records holds; null when it holds none.</summary>
    public static async Task<byte[]?> TextAsync(PlainRegistry registry, Stored manifest)
    {
        if (manifest.Json["layers"] is not JsonArray { Count: > 0 } layers)
            return null;
        return (string?)layers[0]!["data"] is { } data ? Convert.FromBase64String(data)
            : await registry.BlobAsync("keg-family", (string)layers[0]!["digest"]!);
    }
}

/// <summary>An image in a record.</summary>
internal sealed record RecordedFamilyImage(string Name, string Digest, string? Fingerprint, ImmutableArray<string> Parents);
