namespace KegImages.Pruning;

/// <summary>Keeps what a prune removes, before it removes anything: the exact manifests with their tags, as the artifact
/// <c>keg-family:removed.&lt;id&gt;</c>. Layers are not in it: they stay where they are until the registry collects its garbage.</summary>
internal sealed class Quarantine(RegistryClient registries, Provider provider)
{
    public const string ArtifactType = "application/vnd.keg.quarantine.v1+json";

    private const int Version = 1;

    private readonly FamilyArtifacts artifacts = new(registries, provider);

    /// <exception cref="FailedException">The registry does not take it: then nothing must be removed.</exception>
    public async Task<RemovalId> PutAsync(DateTimeOffset now, ImmutableArray<RemovedManifest> removed, Uri? source,
        CancellationToken cancellationToken)
    {
        var id = RemovalId.At(now);
        while (await registries.HeadAsync(artifacts.Repository.With(id.Tag), cancellationToken) is not null)
            id = new RemovalId(id.Time.AddSeconds(1));
        var document = new QuarantineDocument(Version, [.. removed.Select(entry => new RemovedDocument(
            entry.Image, [.. entry.Tags], entry.Reason, entry.Manifest.Descriptor.Digest, entry.Manifest.Descriptor.MediaType,
                entry.Manifest.Bytes.ToArray()))]);
        await artifacts.PutAsync(id.Tag, ArtifactType,
            JsonSerializer.SerializeToUtf8Bytes(document, QuarantineJson.Default.QuarantineDocument), source, cancellationToken);
        return id;
    }

    /// <summary>What was removed under an id; null when nothing is kept under it.</summary>
    /// <exception cref="FailedException">It cannot be read.</exception>
    public async Task<ImmutableArray<RemovedManifest>?> GetAsync(RemovalId id, CancellationToken cancellationToken)
    {
        if (await artifacts.GetAsync(id.Tag, ArtifactType, cancellationToken) is not { } found)
            return null;
        var name = $"what was removed as {id}, at {artifacts.Repository.With(id.Tag)},";
        var document = new OutsideDocument(name).Read(found.Json.Span, QuarantineJson.Default.QuarantineDocument);
        return document.Version == Version
            ? [.. document.Removed.Select(Read)]
            : throw new FailedException(
                $"what was removed as {id} is kept in version {document.Version}, and this program reads version {Version}");
    }

    /// <summary>The ids of what is kept, as far as the registry lists them, the newest first.</summary>
    public async Task<ImmutableArray<RemovalId>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await registries.ListTagsAsync(artifacts.Repository, cancellationToken)).Seen.Select(tag =>
            RemovalId.TryParse(tag, out var id) ? id : null).OfType<RemovalId>().OrderByDescending(id => id.Time)];

    private static RemovedManifest Read(RemovedDocument document)
    {
        var manifest = RegistryManifest.Parse(document.Data, document.MediaType);
        Content.ThrowUnlessSame(document.Digest, manifest.Descriptor.Digest, $"reading what was removed of {document.Image}");
        return new RemovedManifest(document.Image, manifest, [.. document.Tags], document.Reason);
    }
}

internal sealed record QuarantineDocument(int Version, RemovedDocument[] Removed);

internal sealed record RemovedDocument(ImageName Image, Tag[] Tags, string Reason, Digest Digest, string MediaType, byte[] Data);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    Converters = [typeof(ImageNameConverter), typeof(TagConverter), typeof(DigestConverter)])]
[JsonSerializable(typeof(QuarantineDocument))]
[JsonSerializable(typeof(UnreachedDocument))]
internal sealed partial class QuarantineJson : JsonSerializerContext;
