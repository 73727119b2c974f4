namespace KegImages.Running;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(RunningReport))]
internal sealed partial class RunningJson : JsonSerializerContext
{
    public static RunningJson Relaxed => field ??= new RunningJson(ReadableJson.Of(Default.Options));
}
