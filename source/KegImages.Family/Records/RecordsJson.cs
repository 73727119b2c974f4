namespace KegImages.Records;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordDiff))]
[JsonSerializable(typeof(FamilyStatus))]
internal sealed partial class RecordsJson : JsonSerializerContext
{
    public static RecordsJson Relaxed => field ??= new RecordsJson(ReadableJson.Of(Default.Options));
}
