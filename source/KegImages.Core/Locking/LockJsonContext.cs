namespace KegImages.Locking;

internal sealed record LockDocument(
    [property: JsonRequired] int Version, [property: JsonRequired] ImmutableSortedDictionary<string, LockedDocument> Images);

internal sealed record LockedDocument([property: JsonRequired] string Digest, string[]? OnBuild = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition =
        JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LockDocument))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LockJsonContext : JsonSerializerContext
{
    public static LockJsonContext Relaxed => field ??= new LockJsonContext(ReadableJson.Of(Default.Options));
}
