namespace KegImages.Reports.Page;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PageDocument))]
[JsonSerializable(typeof(PageTimeline))]
internal sealed partial class PageContext : JsonSerializerContext
{
    /// <summary>For files, where nothing needs an escape that JSON itself does not need.</summary>
    public static PageContext Relaxed => field ??= new PageContext(ReadableJson.Of(Default.Options));

    /// <summary>For the page, where people read every text: no secret is in it, what is hidden is written out, and all that HTML knows is
    /// escaped.</summary>
    public static PageContext Shown(Func<string, string> mask) =>
        new(new JsonSerializerOptions(Default.Options) { Converters = { new VisibleTextConverter(mask) } });
}
