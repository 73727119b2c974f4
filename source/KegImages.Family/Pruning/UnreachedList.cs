namespace KegImages.Pruning;

/// <summary>Remembers since when nothing reaches which manifests, as the artifact <c>keg-family:prune.unreached</c>. An image says only
/// when its commit was made: one that a run pushed a minute ago, and is about to name, may look a year old.</summary>
internal sealed class UnreachedList(RegistryClient registries, Provider provider)
{
    public const string ArtifactType = "application/vnd.keg.unreached.v1+json";

    private static readonly Tag Tag = Tag.Parse("prune.unreached");

    private readonly FamilyArtifacts artifacts = new(registries, provider);

    public static bool IsOurs(Tag tag) => tag == Tag;

    /// <summary>What is remembered: manifests, pinned, and since when.</summary>
    /// <exception cref="FailedException">It cannot be read.</exception>
    public async Task<ImmutableDictionary<ImageReference, DateTimeOffset>> GetAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Since;

    public async Task PutAsync(ImmutableDictionary<ImageReference, DateTimeOffset> since, IManifestStore store, Uri? source,
        CancellationToken cancellationToken)
    {
        var (before, old) = await ReadAsync(cancellationToken);
        if (before.Count == since.Count && before.All(pair => since.TryGetValue(pair.Key, out var time) && time == pair.Value))
            return;
        var document =
            new UnreachedDocument([.. since.Select(pair => new UnreachedEntry(ImageName.Parse(pair.Key.Name), pair.Key.Digest!, pair.Value))
            .OrderBy(entry => entry.Image.ToString(), StringComparer.Ordinal)
                .ThenBy(entry => entry.Digest.ToString(), StringComparer.Ordinal)]);
        var put = await artifacts.PutAsync(Tag, ArtifactType,
            JsonSerializer.SerializeToUtf8Bytes(document, QuarantineJson.Default.UnreachedDocument), source, cancellationToken);
        if (old is not null && old != put)
            await store.DeleteAsync(artifacts.Repository.At(old), [], cancellationToken);
    }

    private async Task<(ImmutableDictionary<ImageReference, DateTimeOffset> Since,
        Digest? Digest)> ReadAsync(CancellationToken cancellationToken)
    {
        if (await artifacts.GetAsync(Tag, ArtifactType, cancellationToken) is not { } found)
            return (ImmutableDictionary<ImageReference, DateTimeOffset>.Empty, null);
        var document = new OutsideDocument(artifacts.Repository.With(Tag).ToString())
            .Read(found.Json.Span, QuarantineJson.Default.UnreachedDocument);
        // Of what is in it twice, the later time is the safer one.
        var since = document.Manifests.GroupBy(entry => provider.Of(entry.Image).At(entry.Digest))
            .ToImmutableDictionary(same => same.Key, same => same.Max(entry => entry.Since));
        return (since, found.Digest);
    }
}

internal sealed record UnreachedDocument(UnreachedEntry[] Manifests);

internal sealed record UnreachedEntry(ImageName Image, Digest Digest, DateTimeOffset Since);
