using KegImages.Pipeline;
using KegImages.Pruning;

namespace KegImages.Scaffolding;

/// <summary>Takes back what a new tap that failed half-way has made; nothing once its image is published.</summary>
/// <param name="run">The run of its first image; null where it had not begun.</param>
/// <param name="before">What was listed before it; null where nothing was.</param>
internal sealed class NewTapUndo(World world, FamilyModel model, NewTapPlan plan, Provider provider, ImageCommands? run, TagListing? before)
{
    public bool IsPushed { get; init; }

    private ImageName Name => plan.Scaffold.Name;

    public async Task<(bool IsUndone, string Said)> UndoAsync(ScaffoldFolder folder, KegFile keg)
    {
        // A cancelled run is undone all the same.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        if (IsPushed && await IsRecordedAsync(limit.Token))
            return (false, $"nothing is undone: the image is published, and the family record of {model.Settings.DefaultTag} names it");
        folder.Undo();
        if (plan.NeedsEntry)
            keg.Restore();
        var stays = IsPushed ? await TakeTagsBackAsync(limit.Token) : null;
        var entry = plan.NeedsEntry ? $", {KegSettings.FileName} is as it was" : "";
        return (true, $"undone: {plan.Folder} is gone{entry}{(stays is null ? ", and no tag was made" : $"; {stays}")}");
    }

    // What a live record names is never taken away.
    private async Task<bool> IsRecordedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return run is not null && (await new FamilyRecordStore(world.Registries).GetAsync(provider, model.Settings.DefaultTag,
                [Name], cancellationToken)).Record?.Find(Name) is not null;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException or OperationCanceledException)
        {
            // A registry that does not answer has no new record either: it is written last.
            return false;
        }
    }

    // Only what this run made: a tag that was there before, or that names another image, is somebody else's.
    private async Task<string?> TakeTagsBackAsync(CancellationToken cancellationToken)
    {
        var content = (run?.TagMoves ?? []).Select(move => move.Content).FirstOrDefault();
        if (content is null)
            return null;
        try
        {
            if (await world.Registries.HeadAsync(content, cancellationToken) is not { } made)
                return null;
            var removal = new TagMarker(world.Registries, IManifestStore.Of(provider, world.Registries, world.Environment));
            var stays = new List<string>();
            var now = await world.Registries.ListTagsAsync(content, cancellationToken);
            // What was there before and was not listed would be taken for this run's.
            if (before is not { } known || !(known.IsWhole || known.IsHidden || known.IsNull) || !now.IsWhole)
                return $"its tags stay: {before?.Gap ?? now.Gap ?? "they were not listed before"}";
            foreach (var tag in now.Seen.Except(known.Seen).Select(tag => content.With(tag)))
            {
                if ((await world.Registries.HeadAsync(tag, cancellationToken))?.Digest == made.Digest
                    && await removal.RemoveAsync(tag, made.Digest, cancellationToken) is { } reason)
                    stays.Add($"{tag} stays: {reason}");
            }

            return stays.Count == 0 ? null : string.Join("; ", stays);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException or OperationCanceledException)
        {
            return $"what became of the tags of {provider.Of(Name)} cannot be told: {exception.Message.Split('\n')[0].TrimEnd()}";
        }
    }
}
