using System.Collections.Concurrent;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;

namespace KegImages.Pipeline;

/// <summary>A parent that no step builds: what to build on, and what fingerprints know it by.</summary>
/// <param name="Pinned">The reference to build on, which cannot move.</param>
/// <param name="Digest">What it is.</param>
/// <param name="Fingerprint">What it is made of, where its label says so: that of an image of the family.</param>
internal sealed record OutsideParent(ImageReference Pinned, Digest Digest, Fingerprint? Fingerprint);

/// <summary>Resolves parents that no step builds, each once a run: those from outside the family, and the family's own that are not in scope.</summary>
internal sealed class OutsideParents(World world, ReferenceMapping mapping)
{
    private readonly ConcurrentDictionary<ImageReference, Task<OutsideParent?>> resolved = [];

    /// <summary>What the parent is now; null when there is no such image.</summary>
    public Task<OutsideParent?> ResolveAsync(Parent edge, CancellationToken cancellationToken) =>
        resolved.GetOrAdd(edge.Reference, _ => ReadAsync(edge, cancellationToken));

    /// <summary>Where the parent is looked for.</summary>
    public ImageReference PlaceOf(Parent edge) => edge.Member is null ? edge.Reference : mapping.Map(edge.Reference);

    private async Task<OutsideParent?> ReadAsync(Parent edge, CancellationToken cancellationToken)
    {
        var place = PlaceOf(edge);
        if (edge.Member is not null)
        {
            var config = await world.Registries.GetImageConfigAsync(place, cancellationToken);
            var found = config is null ? null : await world.Registries.HeadAsync(place, cancellationToken);
            return found is null
                ? null
                : new OutsideParent(place.At(found.Digest), found.Digest, Fingerprint.TryParse(config!.Labels.GetValueOrDefault(ImageLabels.Fingerprint), out var fingerprint) ? fingerprint : null);
        }

        if (place.Digest is { } digest)
            return new OutsideParent(place, digest, null);
        try
        {
            if (await world.Registries.HeadAsync(place, cancellationToken) is { } answer)
                return new OutsideParent(place.At(answer.Digest), answer.Digest, null);
        }
        catch (FailedException) when (!cancellationToken.IsCancellationRequested)
        {
            // No registry answers: the engine's own copy is the next best, and the caller learns of neither together.
            if (await LocalAsync(place, cancellationToken) is { } local)
                return local;
            throw;
        }

        return await LocalAsync(place, cancellationToken);
    }

    // An image that only the engine has cannot be named by digest, so it is built on by tag; its id tells when it changes.
    private async Task<OutsideParent?> LocalAsync(ImageReference place, CancellationToken cancellationToken)
    {
        var result = await world.Runner.RunAsync(world.Docker.Command("image", "inspect", "--format", "{{.Id}}", place.ToString()), null, null, cancellationToken);
        return result.ExitCode == 0 && Digest.TryParse(result.StandardOutput.Trim(), out var id) ? new OutsideParent(place, id, null) : null;
    }
}
