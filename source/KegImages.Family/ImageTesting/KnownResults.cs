using System.Collections.Concurrent;
using KegImages.Contexts;
using KegImages.Testing;

namespace KegImages.ImageTesting;

/// <summary>Who keeps and believes results: every run believes those of what was merged, and those of its own kind.</summary>
/// <param name="Origin">The kind of run.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Commit">The commit.</param>
internal sealed record ResultScope(ResultOrigin Origin, string? Branch, string? Commit)
{
    /// <summary>The kinds of runs whose results are believed, in the order in which they are asked for.</summary>
    public IReadOnlyList<ResultOrigin> Believed { get; } = Origin == ResultOrigin.Merged ? [Origin] : [ResultOrigin.Merged, Origin];

    /// <summary>The scope of a run that publishes these tags.</summary>
    public static ResultScope Of(Tagging.TagSet tags, GitFacts git) => new(
        (tags.MovesDefault && !tags.MovesDefaultByHand) || tags.Version is not null ? ResultOrigin.Merged
            : tags.MovesDefault ? ResultOrigin.ByHand : ResultOrigin.Branch,
        git.Branch?.ToString(), git.HeadCommit?.ToString());
}

/// <summary>
/// Which tests are known to pass: of an image in a registry as an artifact beside it, under a tag that is made of image, tests and all that
/// they need; of one in the engine alone as a file of this machine. What fails is not kept: it is run again.
/// </summary>
internal sealed class KnownResults(World world, string temporaryFolder, ResultScope scope)
{
    private const string ArtifactType = "application/vnd.keg.tested.v1+json";
    private const int Version = 1;

    // The plan asks, and the run that carries it out: what passed stays so.
    private readonly ConcurrentDictionary<(string Key, ImageReference Pinned), DateTimeOffset> found = [];

    /// <summary>When the tests passed; null where nobody has kept that they did.</summary>
    public async Task<DateTimeOffset?> FindAsync(TestKey key, ImageReference pinned, CancellationToken cancellationToken)
    {
        if (found.TryGetValue((key.Sha256, pinned), out var before))
            return before;
        return await ReadAsync(key, pinned, cancellationToken) is { } since ? found[(key.Sha256, pinned)] = since : null;
    }

    private async Task<DateTimeOffset?> ReadAsync(TestKey key, ImageReference pinned, CancellationToken cancellationToken)
    {
        if (pinned.Digest is null)
            return File.Exists(FileOf(key)) ? Read(await File.ReadAllBytesAsync(FileOf(key), cancellationToken), key, pinned) : null;
        foreach (var origin in scope.Believed)
        {
            if (await ReadAsync(key, pinned, origin, cancellationToken) is { } since)
                return since;
        }

        return null;
    }

    /// <summary>Keeps that the tests passed.</summary>
    /// <returns>Why it could not be kept, as a clause; null where it is.</returns>
    public async Task<string?> KeepAsync(TestKey key, TestedImage tested, CancellationToken cancellationToken)
    {
        var document = new ResultDocument(Version, key.Sha256, tested.Pinned.ToString(), tested.Count, world.Clock.GetUtcNow())
        {
            Files = [.. tested.Files],
            Branch = scope.Branch,
            Commit = scope.Commit,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(document, ResultJson.Default.ResultDocument);
        try
        {
            if (tested.Pinned.Digest is null)
            {
                OwnFolders.Make(Path.GetDirectoryName(FileOf(key))!);
                await File.WriteAllBytesAsync(FileOf(key), json, cancellationToken);
                return null;
            }

            var place = tested.Pinned.With(key.Tag(scope.Origin));
            await Task.WhenAll(world.Registries.PutBlobAsync(place, Artifact.EmptyConfig, cancellationToken),
                world.Registries.PutBlobAsync(place, json, cancellationToken));
            var manifest = Artifact.Manifest(ArtifactType, json, inline: true, source: null);
            var offer = await world.Registries.OfferManifestAsync(place, manifest, MediaTypes.OciManifest, cancellationToken);
            return offer.Refusal is { } refusal ? $"the registry does not take it: {refusal}" : null;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException or IOException or UnauthorizedAccessException)
        {
            return exception.Message.Split('\n')[0].TrimEnd();
        }
    }

    private async Task<DateTimeOffset?> ReadAsync(TestKey key, ImageReference pinned, ResultOrigin origin, CancellationToken cancellationToken)
    {
        try
        {
            return await world.Registries.GetManifestAsync(pinned.With(key.Tag(origin)), cancellationToken) is { } manifest
                && manifest.ArtifactType == ArtifactType && manifest.Layers is [{ Data: { } json } layer] && Digest.Of(json) == layer.Digest
                ? Read(json, key, pinned) : null;
        }
        catch (FailedException)
        {
            // What cannot be read is tested again.
            return null;
        }
    }

    // It has to say the very thing that is asked: another tag may lead to it.
    private static DateTimeOffset? Read(byte[] json, TestKey key, ImageReference pinned) =>
        new OutsideDocument("the kept result of tests").TryRead(json, ResultJson.Default.ResultDocument, out var document)
        && document.Version == Version && document.Key == key.Sha256 && document.Image == pinned.ToString() ? document.Passed : null;

    private string FileOf(TestKey key) => Path.Combine(temporaryFolder, "tested", $"{key.Sha256}.json");
}

internal sealed record ResultDocument(int Version, string Key, string Image, int Tests, DateTimeOffset Passed)
{
    public string[] Files { get; init; } = [];
    public string? Branch { get; init; }
    public string? Commit { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ResultDocument))]
internal sealed partial class ResultJson : JsonSerializerContext;
