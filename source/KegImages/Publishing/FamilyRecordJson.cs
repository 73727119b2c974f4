using System.Text.Json;
using System.Text.Json.Serialization;
using KegImages.Fingerprints;
using KegImages.Git;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>A family record as JSON; the format has a version, and reading one of another version is an error that says so.</summary>
public static class FamilyRecordJson
{
    /// <summary>The format's version.</summary>
    public const int Version = 1;

    // A record is read by every plan: a manifest of hundreds of layers is not worth its place there.
    private const int LargestManifest = 16 * 1024;

    /// <summary>The record as UTF-8 JSON; the same record gives the same bytes.</summary>
    public static byte[] Write(FamilyRecord record)
    {
        var inputs = record.Inputs;
        return JsonSerializer.SerializeToUtf8Bytes(new RecordDocument
        {
            Version = Version,
            Tag = record.Tag.ToString(),
            Branch = record.Branch?.ToString(),
            Commit = record.Commit?.ToString(),
            CommitTime = record.CommitTime?.ToUniversalTime(),
            Source = record.SourceUrl?.AbsoluteUri,
            Hold = record.Hold is { } hold ? HoldDocument.Of(hold) : null,
            Inputs = inputs.IsEmpty ? null : [.. inputs.Select(kept => new KeptInputsDocument(kept.Digest.ToString(), kept.Size))],
            Images = [.. record.Images.Select(image => new RecordImageDocument
            {
                Name = image.Name.ToString(),
                Digest = image.Digest.ToString(),
                Fingerprint = image.Fingerprint?.ToString(),
                Parents = [.. image.Parents.Select(parent => parent.ToString())],
                Commit = image.Commit?.ToString(),
                CommitTime = image.CommitTime?.ToUniversalTime(),
                Size = image.Size,
                Manifest = image.Manifest is { Bytes.Length: <= LargestManifest } manifest ? new ManifestContentDocument { MediaType = manifest.Descriptor.MediaType, Data = manifest.Bytes.ToArray() } : null,
                Inputs = image.Inputs is { } kept ? inputs.IndexOf(kept) : null,
            })],
        }, RecordJsonContext.Default.RecordDocument);
    }

    /// <summary>Reads a record. Throws <see cref="FailedException"/> when the bytes are none, or are of another version.</summary>
    public static FamilyRecord Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, RecordJsonContext.Default.RecordDocument) ?? throw new JsonException("it is empty");
            if (document.Version != Version)
                throw new FailedException($"the family record has version {document.Version}, and this program reads version {Version}");
            var inputs = (document.Inputs ?? []).Select(kept => new KeptInputs(Digest.Parse(kept.Digest), kept.Size)).ToArray();
            return new FamilyRecord
            {
                Tag = Tag.Parse(document.Tag),
                Branch = document.Branch is null ? null : BranchName.Parse(document.Branch),
                Commit = document.Commit is null ? null : CommitId.Parse(document.Commit),
                CommitTime = document.CommitTime,
                SourceUrl = document.Source is null ? null : new Uri(document.Source),
                Hold = document.Hold?.Read(),
                Images = [.. document.Images.Select(image => ImageOf(image, inputs))],
            };
        }
        catch (Exception exception) when (exception is JsonException or WrongUseException or UriFormatException)
        {
            throw new FailedException($"the family record cannot be read: {exception.Message}", exception);
        }
    }

    private static RecordedImage ImageOf(RecordImageDocument document, KeptInputs[] inputs) => new()
    {
        Name = ImageName.Parse(document.Name),
        Digest = Digest.Parse(document.Digest),
        Fingerprint = document.Fingerprint is null ? null : Fingerprint.Parse(document.Fingerprint),
        Parents = [.. (document.Parents ?? []).Select(ImageReference.Parse)],
        Commit = document.Commit is null ? null : CommitId.Parse(document.Commit),
        CommitTime = document.CommitTime,
        Size = document.Size,
        Manifest = ManifestOf(document),
        Inputs = document.Inputs is { } index && index >= 0 && index < inputs.Length ? inputs[index] : null,
    };

    // One that does not fit its digest is as good as none: the registry is asked.
    private static RegistryManifest? ManifestOf(RecordImageDocument document) =>
        document.Manifest is { } content && Digest.Of(content.Data) == Digest.Parse(document.Digest) ? RegistryManifest.Parse(content.Data, content.MediaType) : null;
}

// Arrays and no ImmutableArray here: how to read a list of structs would have to be compiled at every start.
internal sealed record RecordDocument
{
    public required int Version { get; init; }

    public required string Tag { get; init; }

    public string? Branch { get; init; }

    public string? Commit { get; init; }

    public DateTimeOffset? CommitTime { get; init; }

    public string? Source { get; init; }

    public HoldDocument? Hold { get; init; }

    public KeptInputsDocument[]? Inputs { get; init; }

    public required RecordImageDocument[] Images { get; init; }
}

internal sealed record RecordImageDocument
{
    public required string Name { get; init; }

    public required string Digest { get; init; }

    public string? Fingerprint { get; init; }

    public string[]? Parents { get; init; }

    public string? Commit { get; init; }

    public DateTimeOffset? CommitTime { get; init; }

    public long Size { get; init; }

    public ManifestContentDocument? Manifest { get; init; }

    public int? Inputs { get; init; }
}

internal sealed record KeptInputsDocument(string Digest, long Size);

internal sealed record ManifestContentDocument
{
    public required string MediaType { get; init; }

    public required byte[] Data { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordDocument))]
internal sealed partial class RecordJsonContext : JsonSerializerContext;
