using System.Text.Json.Nodes;

namespace KegImages.Configuration;

/// <summary>The JSON schema of <c>keg.yml</c>, for editors. See <see href="https://json-schema.org/draft-07"/>.</summary>
internal static class KegSchema
{
    /// <summary>The name of the schema's file, beside <c>keg.yml</c>.</summary>
    public const string FileName = "keg.schema.json";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = ReadableJson.Encoder, NewLine = "\n" };

    public static string Write()
    {
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = KegSettings.FileName };
        foreach (var (keyword, value) in KegFormat.File.ToSchema())
            schema[keyword] = value?.DeepClone();
        return schema.ToJsonString(Written) + "\n";
    }
}
