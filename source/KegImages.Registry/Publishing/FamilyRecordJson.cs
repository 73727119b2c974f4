using KegImages.Fingerprints;
using KegImages.Planning;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>A family record as JSON; the format has a version, and reading one of another version is an error that says so.</summary>
public static class FamilyRecordJson
{
    /// <summary>The format's version.</summary>
    public const int Version = 1;

    // A record is read by every plan: a manifest of hundreds of layers is not worth its place there.
    private const int LargestManifest = 16 * 1024;

    /// <summary>The record in one piece, as UTF-8 JSON; the same record gives the same bytes.</summary>
    public static byte[] Write(FamilyRecord record)
    {
        record.ThrowUnlessWhole();
        var inputs = record.Inputs;
        return JsonSerializer.SerializeToUtf8Bytes(new RecordDocument
        {
            Version = Version,
            Tag = record.Tag,
            Branch = record.Branch,
            Commit = record.Commit,
            CommitTime = record.CommitTime?.ToUniversalTime(),
            Source = record.SourceUrl,
            Hold = record.Hold is { } hold ? HoldDocument.Of(hold) : null,
            Inputs = DocumentsOf(inputs),
            Images = DocumentsOf(record.Images, inputs),
        }, RecordJsonContext.Default.RecordDocument);
    }

    /// <summary>
    /// Reads a record. Throws <see cref="UnreadableDocumentException"/> when the bytes are none, and <see cref="FailedException"/> when
    /// they are of another version.
    /// </summary>
    /// <param name="json">The bytes.</param>
    /// <param name="name">What it is and where it is from, for messages.</param>
    public static FamilyRecord Read(ReadOnlySpan<byte> json, string name = "the family record")
    {
        var source = new OutsideDocument(name);
        var document = DocumentOf(json, source);
        if (document.Version != Version)
            throw OfVersion(document.Version, name);
        ThrowIfTwice(document.Images, source);
        return new FamilyRecord
        {
            Tag = document.Tag,
            Branch = document.Branch,
            Commit = document.Commit,
            CommitTime = document.CommitTime,
            SourceUrl = document.Source,
            Hold = document.Hold?.Read(source),
            Images = [.. ImagesOf(document.Images, document.Inputs)],
        };
    }

    /// <summary>Where the inputs of images are kept, each once, in the order in which they are written.</summary>
    internal static ImmutableArray<KeptInputs> InputsOf(IEnumerable<RecordedImage> images) =>
        [.. images.Select(image => image.Inputs).OfType<KeptInputs>().Distinct()
            .OrderBy(kept => kept.Digest.ToString(), StringComparer.Ordinal)];

    /// <summary>Those places as documents; null where there is none.</summary>
    internal static KeptInputsDocument[]? DocumentsOf(ImmutableArray<KeptInputs> inputs) =>
        inputs.IsEmpty ? null : [.. inputs.Select(kept => new KeptInputsDocument(kept.Digest, kept.Size))];

    /// <summary>Images as documents, each with the number of the place where its inputs are kept.</summary>
    internal static RecordImageDocument[] DocumentsOf(IEnumerable<RecordedImage> images, ImmutableArray<KeptInputs> inputs)
    {
        var places = inputs.Index().ToDictionary(kept => kept.Item, kept => kept.Index);
        return
        [
            .. images.Select(image => new RecordImageDocument
            {
                Name = image.Name,
                Digest = image.Digest,
                Fingerprint = image.Fingerprint,
                Parents = [.. image.Parents],
                StandsOn = image.StandsOn,
                Commit = image.Commit,
                CommitTime = image.CommitTime?.ToUniversalTime(),
                Size = image.Size,
                Manifest = ContentOf(image.Manifest),
                Inputs = image.Inputs is { } kept ? places[kept] : null,
                LastBuild = image.LastBuild,
            }),
        ];
    }

    /// <summary>Images out of documents.</summary>
    internal static RecordedImage[] ImagesOf(RecordImageDocument[] documents, KeptInputsDocument[]? places)
    {
        var inputs = (places ?? []).Select(kept => new KeptInputs(kept.Digest, kept.Size)).ToArray();
        return [.. documents.Select(image => ImageOf(image, inputs))];
    }

    private static RecordDocument DocumentOf(ReadOnlySpan<byte> json, OutsideDocument source)
    {
        if (UsualRecord.Read(json) is { } usual)
            return usual;
        try
        {
            return source.Read(json, RecordJsonContext.Default.RecordDocument);
        }
        catch (UnreadableDocumentException)
        {
            // What another version calls its members is not known: its number is all that is asked of it.
            if (source.TryRead(json, RecordJsonContext.Default.RecordVersion, out var found) && found.Version != Version)
                throw OfVersion(found.Version, source.Name);
            throw;
        }
    }

    private static UnreadableRecordException OfVersion(int version, string name) =>
        new($"{name} has version {version}, and this program reads version {Version}");

    /// <summary>Refuses images of one name: which of two is meant cannot be told.</summary>
    internal static void ThrowIfTwice(RecordImageDocument[] images, OutsideDocument source)
    {
        var names = new HashSet<ImageName>();
        for (var i = 0; i < images.Length; i++)
        {
            if (!names.Add(images[i].Name))
                throw source.Unreadable($"$.images[{i}].name", $"the image '{images[i].Name}' is in it twice");
        }
    }

    private static RecordedImage ImageOf(RecordImageDocument document, KeptInputs[] inputs) => new()
    {
        Name = document.Name,
        Digest = document.Digest,
        Fingerprint = document.Fingerprint,
        Parents = [.. document.Parents ?? []],
        StandsOn = document.StandsOn,
        Commit = document.Commit,
        CommitTime = document.CommitTime,
        Size = document.Size,
        Manifest = ManifestOf(document),
        Inputs = document.Inputs is { } index && index >= 0 && index < inputs.Length ? inputs[index] : null,
        LastBuild = document.LastBuild,
    };

    private static ManifestContentDocument? ContentOf(RegistryManifest? manifest) => manifest is { Bytes.Length: <= LargestManifest }
        ? new ManifestContentDocument { MediaType = manifest.Descriptor.MediaType, Data = manifest.Bytes.ToArray() }
        : null;

    // One that does not fit its digest is as good as none: the registry is asked.
    private static RegistryManifest? ManifestOf(RecordImageDocument document) =>
        document.Manifest is { } content && Digest.Of(content.Data) == document.Digest
            ? RegistryManifest.Parse(content.Data, content.MediaType) : null;
}

internal sealed record RecordVersion
{
    public required int Version { get; init; }
}

// Arrays and no ImmutableArray here: how to read a list of structs would have to be compiled at every start.
internal sealed record RecordDocument
{
    public required int Version { get; init; }

    public required Tag Tag { get; init; }

    public BranchName? Branch { get; init; }

    public CommitId? Commit { get; init; }

    public DateTimeOffset? CommitTime { get; init; }

    public Uri? Source { get; init; }

    public HoldDocument? Hold { get; init; }

    public KeptInputsDocument[]? Inputs { get; init; }

    public required RecordImageDocument[] Images { get; init; }
}

internal sealed record RecordImageDocument
{
    public required ImageName Name { get; init; }

    public required Digest Digest { get; init; }

    public Fingerprint? Fingerprint { get; init; }

    public ImageReference[]? Parents { get; init; }

    public FamilyParents? StandsOn { get; init; }

    public CommitId? Commit { get; init; }

    public DateTimeOffset? CommitTime { get; init; }

    [JsonConverter(typeof(SizeConverter))]
    public long Size { get; init; }

    public ManifestContentDocument? Manifest { get; init; }

    public int? Inputs { get; init; }

    public LastBuild? LastBuild { get; init; }
}

internal sealed record KeptInputsDocument(Digest Digest, [property: JsonConverter(typeof(SizeConverter))] long Size);

internal sealed record ManifestContentDocument
{
    public required string MediaType { get; init; }

    public required byte[] Data { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false,
    Converters =
    [
        typeof(TagConverter), typeof(BranchNameConverter), typeof(CommitIdConverter), typeof(WebAddressConverter),
            typeof(ImageNameConverter),
        typeof(DigestConverter), typeof(FingerprintConverter), typeof(ImageReferenceConverter), typeof(FamilyParentsConverter),
    ])]
[JsonSerializable(typeof(RecordVersion))]
[JsonSerializable(typeof(RecordDocument))]
[JsonSerializable(typeof(RecordIndexDocument))]
[JsonSerializable(typeof(RecordShardDocument))]
internal sealed partial class RecordJsonContext : JsonSerializerContext;
