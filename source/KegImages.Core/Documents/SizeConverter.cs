namespace KegImages.Documents;

/// <summary>Reads a size in bytes: a whole number that is not negative, and not so large that a few of them cannot be added.</summary>
internal sealed class SizeConverter : JsonConverter<long>
{
    public const long Largest = 1L << 50;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size) && size is >= 0 and <= Largest
            ? size
            : throw new JsonException("it is no size in bytes");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
