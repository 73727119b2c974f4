using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace KegImages.Texts;

/// <summary>How JSON is written that is read as a file or in a log: what is no part of JSON's own grammar stays as it is.</summary>
internal static class ReadableJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = Encoder };

    // Nothing of it is ever put into HTML, so '&' and '<', which shell text and URLs are full of, need no escape.
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static string Text<T>(T document, JsonTypeInfo<T> type) => Text(json => JsonSerializer.Serialize(json, document, type));

    public static string Text(JsonNode document) => Text(json => document.WriteTo(json));

    public static string Text(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Indented))
            write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    /// <summary>A generated context's own options with that encoder, which no attribute can name.</summary>
    public static JsonSerializerOptions Of(JsonSerializerOptions generated) => new(generated) { Encoder = Encoder };
}
