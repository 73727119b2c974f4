namespace KegImages.Reports.Page;

/// <summary>Writes texts as they may be shown: without secrets, and with what is hidden in them written out.</summary>
/// <param name="mask">Takes secrets out of a text.</param>
internal sealed class VisibleTextConverter(Func<string, string> mask) : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(VisibleText.Of(mask(value)));

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(VisibleText.Of(mask(value)));
}
