using System.Text.Encodings.Web;

namespace KegImages.Texts;

/// <summary>How JSON is written that is read as a file or in a log: what is no part of JSON's own grammar stays as it is.</summary>
internal static class ReadableJson
{
    // Nothing of it is ever put into HTML, so '&' and '<', which shell text and URLs are full of, need no escape.
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A generated context's own options with that encoder, which no attribute can name.</summary>
    public static JsonSerializerOptions Of(JsonSerializerOptions generated) => new(generated) { Encoder = Encoder };
}
