namespace KegImages.Pruning;

/// <summary>Carries a plan out: what goes is kept in the quarantine first; then, repository by repository, everything is read once more,
/// and only what both the plan and a second plan remove goes. Family records go last, because they say whose the rest is.</summary>
internal sealed class Pruner(RegistryClient registries, IManifestStore store, PruneFactsReader reader)
{
    private readonly List<PruneFate> fates = [];
    private RemovalId? id;

    /// <summary>How far it came, where it ends early; none before anything was put into the quarantine.</summary>
    internal IReadOnlyList<string> ToLines(string sameWorld) => id is null && fates.Count == 0 ? [] :
    [
        $"removed before that: {fates.Count(fate => fate.IsGone)}; all else is as it was, and the same command goes on with it",
        .. id is null ? Array.Empty<string>()
        : ["what was removed can be put back while the registry has not collected its layers: "
                + $"{ThisProgram.Name} Prune --restore {id}{sameWorld}"],
    ];

    /// <exception cref="FailedException">The registry deletes nothing, takes no quarantine, or does not answer.</exception>
    public async Task<PruneOutcome> CarryOutAsync(PruneFacts facts, PrunePlan plan, CancellationToken cancellationToken)
    {
        if (plan.Removals.Any())
        {
            if (await store.WhyReadOnlyAsync(facts.Family.Repository, cancellationToken) is { } why)
                throw new FailedException($"nothing was removed: {why}");
            var removed = Removed(facts, plan);
            if (!removed.IsEmpty)
                id = await new Quarantine(registries, facts.Provider).PutAsync(facts.Now, removed, facts.Live.Source, cancellationToken);
            var now = await reader.ReadAgainAsync(facts, facts.Family.Repository, cancellationToken);
            foreach (var removals in plan.Removals.GroupBy(verdict => verdict.Repository))
                await RemoveAsync(now, removals, cancellationToken);
        }

        return new PruneOutcome([.. fates], id) { Problem = facts.Only is null ? await RememberAsync(facts, plan, fates, cancellationToken)
            : null };
    }

    // What went is gone whether this can be kept or not, and has to be said.
    private async Task<string?> RememberAsync(PruneFacts facts, PrunePlan plan, IEnumerable<PruneFate> fates,
        CancellationToken cancellationToken)
    {
        try
        {
            await new UnreachedList(registries, facts.Provider).PutAsync(Unreached(facts, plan, fates), store, facts.Live.Source,
                cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            return $"it could not be kept since when nothing reaches what: {exception.Message}";
        }
    }

    private static ImmutableArray<RemovedManifest> Removed(PruneFacts facts, PrunePlan plan)
    {
        var repositories = facts.Images.Add(facts.Family).ToDictionary(repository => repository.Repository);
        return
        [
            .. plan.Removals
                .GroupBy(verdict => verdict.Repository.At(verdict.Digest))
                .Select(verdicts => (First: verdicts.First(),
                    Manifest: repositories[verdicts.First().Repository].Manifests[verdicts.First().Digest].Manifest,
                        Tags: verdicts.SelectMany(verdict => verdict.Tags)))
                // What an earlier prune kept is not kept for ever.
                .Where(removed => removed.Manifest.ArtifactType != Quarantine.ArtifactType)
                .Select(removed => new RemovedManifest(ImageName.Parse(removed.First.Repository.Name), removed.Manifest, [.. removed.Tags],
                    removed.First.Reason)),
        ];
    }

    private async Task RemoveAsync(PruneFacts facts, IGrouping<ImageReference, PruneVerdict> removals, CancellationToken cancellationToken)
    {
        PruneFacts again;
        try
        {
            again = await reader.ReadAgainAsync(facts, removals.Key, cancellationToken);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            // What went before is gone, and is said: so is this.
            fates.AddRange(removals.Select(verdict => new PruneFate(verdict, $"it could not be looked at once more: {exception.Message}")));
            return;
        }

        var still = PrunePlanner.Plan(again).Confirms(removals);
        fates.AddRange(removals.Where(verdict => !still.Contains(verdict))
            .Select(verdict => new PruneFate(verdict, "it changed meanwhile, or something reaches it now")));
        var lastLook = new LastLook(registries, again, removals.Key);
        foreach (var verdict in still)
        {
            // What is under way when the run is interrupted comes to its end, so that it is counted.
            using var write = BegunWrite.Begin(cancellationToken);
            fates.Add(new PruneFate(verdict, WhyNeeded(verdict) ?? await RemoveAsync(verdict, lastLook, write.Token)));
        }
    }

    // The next prune would not know whose a tag is that this one could not remove.
    private string? WhyNeeded(PruneVerdict record) =>
        fates.Find(fate => !fate.IsGone && fate.Verdict.Repository != record.Repository
            && fate.Verdict.Tags.Any(record.Tags.Contains)) is { } left
            ? $"{left.Verdict.Subject} is still there, and this says whose it is"
            : null;

    private async Task<string?> RemoveAsync(PruneVerdict verdict, LastLook lastLook, CancellationToken cancellationToken)
    {
        try
        {
            return verdict.Action == PruneAction.RemoveTag
                ? await new TagMarker(registries, store)
                    .RemoveAsync(verdict.Repository.With(verdict.Tags[0]), verdict.Digest, cancellationToken)
                : await lastLook.WhyNotAsync(verdict, cancellationToken)
                    ?? await store.DeleteAsync(verdict.Repository.At(verdict.Digest), verdict.Tags, cancellationToken);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            return exception.Message;
        }
    }

    private static ImmutableDictionary<ImageReference, DateTimeOffset> Unreached(PruneFacts facts, PrunePlan plan,
        IEnumerable<PruneFate> fates)
    {
        var waiting = plan.Verdicts.Where(verdict => verdict.UnreachedSince is not null)
            .Select(verdict => (verdict, Since: verdict.UnreachedSince!.Value));
        var failed = fates.Where(fate =>
            !fate.IsGone && fate.Verdict.Action == PruneAction.RemoveManifest
                && fate.Verdict.Repository != facts.Family.Repository).Select(fate => (fate.Verdict, Since: facts.Now));
        return waiting.Concat(failed).GroupBy(pair => pair.Item1.Repository.At(pair.Item1.Digest))
            .ToImmutableDictionary(same => same.Key, same => same.Min(pair => pair.Since));
    }
}

/// <summary>What became of what was to go.</summary>
/// <param name="Reason">Why it is still there, as a clause; null when it is gone.</param>
internal sealed record PruneFate(PruneVerdict Verdict, string? Reason)
{
    public bool IsGone => Reason is null;
}

/// <summary>How a prune ended.</summary>
/// <param name="Id">What it is called in the quarantine; null where nothing was put there.</param>
internal sealed record PruneOutcome(ImmutableArray<PruneFate> Fates, RemovalId? Id)
{
    /// <summary>What else went wrong, as a sentence; null where nothing did.</summary>
    public string? Problem { get; init; }
}
