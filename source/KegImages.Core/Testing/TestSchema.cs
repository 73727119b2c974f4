using System.Text.Json.Nodes;

namespace KegImages.Testing;

/// <summary>The JSON schema of a test file, for editors. See <see href="https://json-schema.org/draft-07"/>.</summary>
internal static class TestSchema
{
    /// <summary>The name of the schema's file, beside <c>keg.yml</c>'s.</summary>
    public const string FileName = "keg-test.schema.json";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = ReadableJson.Encoder, NewLine = "\n" };

    public static string Write()
    {
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "test.yaml" };
        foreach (var (keyword, value) in TestFormat.File.ToSchema())
            schema[keyword] = value?.DeepClone();
        return schema.ToJsonString(Written) + "\n";
    }
}
