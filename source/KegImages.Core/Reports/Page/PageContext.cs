namespace KegImages.Reports.Page;

/// <summary>Reads what <see cref="PageWriter"/> writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PageDocument))]
[JsonSerializable(typeof(PageTimeline))]
internal sealed partial class PageContext : JsonSerializerContext;
