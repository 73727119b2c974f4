using KegImages.LockedPlans;

namespace KegImages.Pipeline;

/// <summary>What a plan resolved, as data for runs that come after it.</summary>
internal static class LockedPlanOf
{
    private static readonly ImmutableSortedDictionary<string, RemoteIdentity> NoRemotes =
        ImmutableSortedDictionary.Create<string, RemoteIdentity>(StringComparer.Ordinal);

    public static LockedPlan Made(OpenedRequest run, MadePlan made)
    {
        var resolved = made.Resolved ?? throw new InvalidOperationException("the facts are read before a plan is locked");
        var git = run.Git;
        var planned = made.Plan.Images.ToDictionary(image => image.Name);
        var skipped = made.Plan.Skipped.ToDictionary(image => image.Name);
        var source = new LockedSource(git.HeadCommit, git.CommitTime, git.Branch, BranchName.Parse(run.Model.Settings.DefaultBranch),
            git.SourceUrl, git.Release?.Version, git.Release?.All ?? []);
        return new LockedPlan(source, run.Request.Provider, run.Tags.All, run.Selection.Changed, resolved.Platform,
            FamilyDigest.Of(run.Model.Family), [.. ParentsOf(resolved)], [.. ContextsOf(run, resolved)],
            [.. run.Request.Scope.Select(image => Entry(image, made, resolved, planned.GetValueOrDefault(image.Name),
                skipped.GetValueOrDefault(image.Name)))],
            LockedShard.Of(run.Model.Family, made.Plan.Steps.Select(step => step.Image.Name),
                name => made.Plan.LastBuilds.GetValueOrDefault(name) is { } last ? TimeSpan.FromSeconds(last.Seconds) : null,
                    run.Options.Shards, new NativeRunners(run.Model.Settings.Runners)));
    }

    private static IEnumerable<LockedParent> ParentsOf(Resolution resolved) =>
        resolved.Parents.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => new LockedParent(pair.Key,
            pair.Value.Pinned, pair.Value.Digest, pair.Value.Fingerprint, pair.Value.OnBuild is { } triggers ? [.. triggers] : null,
            pair.Value.KnownBy));

    // A folder is in the checkout, which every run has.
    private static IEnumerable<LockedContext> ContextsOf(OpenedRequest run, Resolution resolved)
    {
        foreach (var (name, context) in resolved.Contexts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (context.Value.StartsWith(NamedContext.ImageScheme, StringComparison.Ordinal))
                yield return new LockedContext(name, null, ImageReference.Parse(context.Value[NamedContext.ImageScheme.Length..]).Digest);
            else if (context.Folder is null && GitSource.TryParse(context.Value, out var source))
                yield return new LockedContext(name, CommitId.Parse(source.Ref), null);
        }
    }

    private static LockedEntry Entry(Image image, MadePlan made, Resolution resolved, ImageState? planned, Skipped? skipped)
    {
        var known = made.Images?.Find(image.Name);
        var digest = planned is null ? skipped?.Digest : planned.Digest;
        return new LockedEntry(image.Name, made.Facts.Fingerprints[image.Name], digest,
            digest is null || known?.Existing.Pinned.Digest != digest ? null : known.Existing.Says.Parents, planned is null,
            resolved.Remotes.GetValueOrDefault(image.Name) ?? NoRemotes);
    }
}
