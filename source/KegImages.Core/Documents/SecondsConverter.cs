namespace KegImages.Documents;

/// <summary>Reads a duration in seconds: a number that is not negative, and not so large that a few of them are no time.</summary>
internal sealed class SecondsConverter : JsonConverter<double>
{
    // Thirty years.
    public const double Largest = 1e9;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds) && seconds is >= 0 and <= Largest
            ? seconds
            : throw new JsonException("it is no duration in seconds");

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
