namespace KegImages.Reports;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition =
        JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(FamilyReport))]
[JsonSerializable(typeof(RunTimeline))]
internal sealed partial class FamilyReportContext : JsonSerializerContext
{
    public static FamilyReportContext Relaxed => field ??= new FamilyReportContext(ReadableJson.Of(Default.Options));
}
