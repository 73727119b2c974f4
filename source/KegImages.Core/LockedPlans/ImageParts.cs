namespace KegImages.LockedPlans;

/// <summary>The parts of images that one job pushed by their digests, for the job that makes one image of all of them.</summary>
/// <param name="Version">The version of the file's shape.</param>
/// <param name="Parts">The parts.</param>
internal sealed record ImageParts(int Version, ImmutableArray<PushedPart> Parts)
{
    /// <summary>The name of the file, below <c>output</c>.</summary>
    public const string FileName = "image-parts.json";

    /// <summary>The most bytes of a file that is read.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const int Current = 1;

    /// <summary>The file's text.</summary>
    public static string Of(IEnumerable<PushedPart> parts) =>
        JsonSerializer.Serialize(new ImageParts(Current, [.. parts]), ImagePartsJson.Relaxed.ImageParts) + "\n";

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="file">What the file is called, for messages.</param>
    /// <exception cref="FailedException">They are no list of parts.</exception>
    public static ImmutableArray<PushedPart> Parse(ReadOnlySpan<byte> text, string file)
    {
        var read = new OutsideDocument(file).Read(text, ImagePartsJson.Relaxed.ImageParts);
        return read.Version == Current && read.Parts.All(part => !part.Platforms.IsEmpty && part.Seconds >= 0) ? read.Parts
            : throw new FailedException($"{file} is of version {read.Version}, or has a part without platforms: this program reads version "
                + $"{Current}");
    }
}

/// <summary>A part of an image that stands in the registry under no tag.</summary>
/// <param name="Image">The image.</param>
/// <param name="Platforms">The platforms that it is for.</param>
/// <param name="Digest">What it is.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record PushedPart(ImageName Image, ImmutableArray<string> Platforms, Digest Digest, double Seconds);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false,
    WriteIndented = true, NewLine = "\n", Converters = [typeof(DigestConverter), typeof(ImageNameConverter)])]
[JsonSerializable(typeof(ImageParts))]
internal sealed partial class ImagePartsJson : JsonSerializerContext
{
    // A platform has a slash.
    public static ImagePartsJson Relaxed => field ??= new ImagePartsJson(ReadableJson.Of(Default.Options));
}
