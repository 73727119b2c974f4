namespace KegImages.Trust;

/// <summary>A set that was verified, for people and machines.</summary>
/// <param name="Provider">Where it is.</param>
/// <param name="Tag">The tag that it is published under.</param>
/// <param name="Record">Its record, by digest.</param>
/// <param name="By">By what a signature is believed.</param>
/// <param name="Images">Its images.</param>
/// <param name="Problems">What does not hold, a sentence each; empty when all does.</param>
internal sealed record VerifiedSet(string Provider, string Tag, string Record, string By, ImmutableArray<VerifiedImage> Images,
    ImmutableArray<string> Problems)
{
    /// <summary>The set as lines.</summary>
    public IEnumerable<string> ToLines() => Problems.IsEmpty
        ? [.. Columns.Table([.. Images.Select(image => new[] { image.Image, image.Digest })]),
            $"the set of '{Tag}' at {Provider} holds: {Images.Length} images, signed by {By}"]
        : [$"the set of '{Tag}' at {Provider}: {Problems.Length} {(Problems.Length == 1 ? "thing does" : "things do")} not hold"];
}

/// <summary>An image of a set that was verified.</summary>
internal sealed record VerifiedImage(string Image, string Digest);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(VerifiedDocument))]
internal sealed partial class VerifyJson : JsonSerializerContext
{
    public static string Of(IEnumerable<VerifiedSet> sets) =>
        JsonSerializer.Serialize(new VerifiedDocument(1, [.. sets]), Default.VerifiedDocument) + "\n";
}

internal sealed record VerifiedDocument(int Version, ImmutableArray<VerifiedSet> Sets);
