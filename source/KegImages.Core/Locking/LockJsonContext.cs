namespace KegImages.Locking;

internal sealed record LockDocument(
    [property: JsonRequired] int Version, [property: JsonRequired] ImmutableSortedDictionary<string, LockedDocument> Images);

internal sealed record LockedDocument([property: JsonRequired] string Digest, string[]? OnBuild = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition =
        JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LockDocument))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LockJsonContext : JsonSerializerContext;
