using KegImages.Engines;
namespace KegImages.Pipeline;

/// <summary>
/// An image of which something was changed while it was built, so that its content tag says something else than what is in it.
/// </summary>
/// <param name="world">Everything outside.</param>
/// <param name="content">The content tag that it was built under.</param>
/// <param name="isPushed">Whether the registry has it.</param>
internal sealed class EditedImage(World world, ImageReference content, bool isPushed)
{
    private const int MostNamed = 3;

    /// <summary>Takes the image away from engine and registry, so that no later run finds it.</summary>
    /// <param name="changes">What was edited.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>What happened and what to do, for people.</returns>
    public Task<string> WithdrawAsync(ImmutableArray<InputDifference> changes, CancellationToken cancellationToken)
    {
        var named = string.Join(", ", changes.Take(MostNamed))
            + (changes.Length > MostNamed ? $" and {changes.Length - MostNamed} more" : "");
        return WithdrawAsync($"its files changed while it was built: {named}",
            ", and leave what changes by itself out with the ignore file", cancellationToken);
    }

    /// <summary>Takes the image away, because a tag that only the engine knows led to another parent meanwhile.</summary>
    /// <param name="parent">The parent, by its tag.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>What happened and what to do, for people.</returns>
    public Task<string> WithdrawAsync(ImageReference parent, CancellationToken cancellationToken) =>
        WithdrawAsync($"the engine's {parent} became another image while it was built on", "", cancellationToken);

    private async Task<string> WithdrawAsync(string what, string advice, CancellationToken cancellationToken)
    {
        try
        {
            await world.Engine.Images.RemoveAsync(content, cancellationToken);
        }
        catch (EngineException)
        {
            // A container that uses it keeps it, and an engine elsewhere never had it: neither can be helped.
        }

        return $"{what}. {await RemainderAsync(cancellationToken)}; run it again{advice}";
    }

    private async Task<string> RemainderAsync(CancellationToken cancellationToken)
    {
        const string Removed = "The image was removed";
        if (!isPushed)
            return Removed;
        try
        {
            if (await world.Registries.HeadAsync(content, cancellationToken) is not { } head)
                return Removed;
            // The very image was there before: it is what its tags say, and a deletion would take them along.
            if (await HasOtherTagAsync(head.Digest, cancellationToken))
                return "The image is one that was built before, and stays";
            if (await IsDeletedAsync(content.At(head.Digest), cancellationToken)
                || await WithdrawnTag.TryPutAsync(world.Registries, content, cancellationToken))
                return Removed;
        }
        catch (FailedException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing could be done about it: that is said below.
        }

        return $"The registry neither deletes nor takes something else in its place, so {content} is not what its name says until it is "
            + "built with --force";
    }

    private async Task<bool> IsDeletedAsync(ImageReference image, CancellationToken cancellationToken)
    {
        try
        {
            return await world.Registries.DeleteManifestAsync(image, cancellationToken) != DeleteOutcome.NotSupported;
        }
        catch (FailedException) when (!cancellationToken.IsCancellationRequested)
        {
            // A login that may push need not be one that may delete.
            return false;
        }
    }

    private async Task<bool> HasOtherTagAsync(Digest digest, CancellationToken cancellationToken)
    {
        var listing = await world.Registries.ListTagsAsync(content, cancellationToken);
        // A list without its own tag, or with a gap, says nothing of others.
        if (!listing.IsWhole || !listing.Seen.Contains(content.Tag!))
            return true;
        foreach (var tag in listing.Seen)
        {
            if (tag != content.Tag && (await world.Registries.HeadAsync(content.With(tag), cancellationToken))?.Digest == digest)
                return true;
        }

        return false;
    }
}
