using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KegImages.Locking;

internal sealed record LockDocument(
    [property: JsonRequired] int Version, [property: JsonRequired] ImmutableSortedDictionary<string, LockedDocument> Images);

internal sealed record LockedDocument([property: JsonRequired] string Digest, ImmutableArray<string>? OnBuild = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LockDocument))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LockJsonContext : JsonSerializerContext
{
    private static LockJsonContext? relaxed;

    // Triggers are shell text, in which '&' and '<' stay readable.
    public static LockJsonContext Relaxed =>
        relaxed ??= new LockJsonContext(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
