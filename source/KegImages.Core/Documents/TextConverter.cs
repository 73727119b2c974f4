using KegImages.Fingerprints;

namespace KegImages.Documents;

/// <summary>Reads a value of the library straight out of JSON, so that what is wrong with it is said with its place.</summary>
/// <param name="kind">What is expected, for messages: <c>a digest</c>.</param>
internal abstract class TextConverter<T>(string kind, TextConverter<T>.Parser tryParse) : JsonConverter<T>
    where T : class
{
    private const int LongestQuote = 80;

    /// <summary>Reads a text; false when it is no such value.</summary>
    public delegate bool Parser(string? text, [NotNullWhen(true)] out T? value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException($"it is {Said(reader.TokenType)}, where {kind} is expected");
        var text = reader.GetString()!;
        return tryParse(text, out var value) ? value
            : throw new JsonException($"'{(text.Length > LongestQuote ? text[..LongestQuote] + "…" : text)}' is not {kind}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    private static string Said(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => "a number",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}

internal sealed class DigestConverter() : TextConverter<Digest>("a digest", Digest.TryParse);

internal sealed class TagConverter() : TextConverter<Tag>("a tag", Tag.TryParse);

internal sealed class ImageNameConverter() : TextConverter<ImageName>("an image name", ImageName.TryParse);

internal sealed class ImageReferenceConverter() : TextConverter<ImageReference>("an image reference", ImageReference.TryParse);

internal sealed class FamilyParentsConverter() : TextConverter<FamilyParents>("a list of parents, <name>@<digest>", FamilyParents.TryParse);

internal sealed class FingerprintConverter() : TextConverter<Fingerprint>("a fingerprint", Fingerprint.TryParse);

internal sealed class BranchNameConverter() : TextConverter<BranchName>("a branch name", BranchName.TryParse);

internal sealed class CommitIdConverter() : TextConverter<CommitId>("a commit", CommitId.TryParse);

internal sealed class WebAddressConverter() : TextConverter<Uri>("an http address", WebAddress.TryParse)
{
    public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.AbsoluteUri);
}
