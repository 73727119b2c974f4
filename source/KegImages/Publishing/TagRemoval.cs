using System.Collections.Immutable;
using System.Text.Json;
using KegImages.Git;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// Takes a branch's tag away, and nothing else. A registry deletes by digest, and every tag of that digest with it, content tags and
/// other branches' included. So the tag is first moved to a marker that nothing else reaches, and the marker is deleted.
/// </summary>
/// <param name="registries">The client.</param>
/// <param name="provider">Where the images are.</param>
/// <param name="deleteElsewhere">Deletes a digest that nothing else is on where the registry itself deletes nothing; null where there is no such way. False when it could not.</param>
public sealed class TagRemoval(RegistryClient registries, Provider provider, Func<ImageReference, CancellationToken, Task<bool>>? deleteElsewhere = null)
{
    private const string MarkerType = "application/vnd.keg.removed.v1+json";

    /// <summary>Removes the tag from every image that has it, those of the tag's family record included, and then the record itself.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="branch">The branch that it belongs to.</param>
    /// <param name="names">The images to look at besides those in the record.</param>
    /// <param name="cancellationToken">Ends it between two tags.</param>
    /// <returns>What became of each tag that was there, in the order of names; the record is last.</returns>
    /// <exception cref="WrongUseException">The tag belongs to another branch; nothing was removed.</exception>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<ImmutableArray<TagFate>> RemoveAsync(Tag tag, BranchName branch, IEnumerable<ImageName> names, CancellationToken cancellationToken)
    {
        var record = (await new FamilyRecordStore(registries).GetAsync(provider, tag, cancellationToken)).Record;
        if (record?.Branch is { } owner && owner != branch)
            throw new WrongUseException($"the tag '{tag}' belongs to the branch '{owner}', not to '{branch}': nothing was removed");

        var fates = ImmutableArray.CreateBuilder<TagFate>();
        foreach (var name in names.Concat(record?.Images.Select(image => image.Name) ?? []).Distinct().OrderBy(name => name.ToString(), StringComparer.Ordinal))
        {
            var reference = provider.Of(name).With(tag);
            if (await registries.HeadAsync(reference, cancellationToken) is not { } there)
                continue;
            var ours = record?.Find(name)?.Digest == there.Digest || await OwnerAsync(reference.At(there.Digest), tag, cancellationToken) is not { } other || other == branch;
            fates.Add(ours ? await RemoveAsync(reference, cancellationToken) : new TagFate(reference, false, "it belongs to another branch") { IsOthers = true });
        }

        var recorded = FamilyRecordStore.RepositoryOf(provider).With(tag);
        if (await registries.HeadAsync(recorded, cancellationToken) is not null)
            fates.Add(await RemoveAsync(recorded, cancellationToken));
        return fates.ToImmutable();
    }

    private async Task<BranchName?> OwnerAsync(ImageReference pinned, Tag tag, CancellationToken cancellationToken) =>
        await registries.GetImageConfigAsync(pinned, cancellationToken) is { } config ? TagState.Of(config.Labels, tag).Owner : null;

    /// <summary>Removes one tag, and no other of the same digest.</summary>
    /// <param name="reference">The tag, which is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<TagFate> RemoveAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(reference.ToString(), RegistryJson.Default.String);
        var manifest = Artifact.Manifest(MarkerType, content, inline: true, source: null);
        var marker = reference.At(Digest.Of(manifest));

        // Asked before anything moves: the marker is not there yet, so this deletes nothing.
        var deletes = await registries.DeleteManifestAsync(marker, cancellationToken) != DeleteOutcome.NotSupported;
        if (!deletes && deleteElsewhere is null)
            return new TagFate(reference, false, "the registry deletes nothing");

        await registries.PutBlobAsync(reference, Artifact.EmptyConfig, cancellationToken);
        await registries.PutBlobAsync(reference, content, cancellationToken);
        var offer = await registries.OfferManifestAsync(reference, manifest, MediaTypes.OciManifest, cancellationToken);
        if (offer.Refusal is { } refusal)
            return new TagFate(reference, false, $"the registry does not take the marker: {refusal}");

        var isGone = deletes ? await registries.DeleteManifestAsync(marker, cancellationToken) == DeleteOutcome.Deleted : await deleteElsewhere!(marker, cancellationToken);
        return isGone ? new TagFate(reference, true, null) : new TagFate(reference, false, "it is on an empty marker now, which could not be deleted");
    }
}

/// <summary>What became of a tag that was to be removed.</summary>
/// <param name="Reference">The tag.</param>
/// <param name="IsGone">Whether it is gone.</param>
/// <param name="Reason">Why it is not, as a clause; null when it is.</param>
public sealed record TagFate(ImageReference Reference, bool IsGone, string? Reason)
{
    /// <summary>Whether it was left because it is not the branch's.</summary>
    public bool IsOthers { get; init; }
}
