using KegImages.LockedPlans;

namespace KegImages.Pipeline;

/// <summary>Whether a plan that was made before is for what is checked out and asked for here.</summary>
internal static class PlannedSource
{
    /// <summary>What the repository says, as the plan has it: only the commit is read here.</summary>
    public static GitFacts Of(LockedPlan plan, GitFacts git) => plan.Source.Commit != git.HeadCommit ? git : git with
    {
        Branch = plan.Source.Branch,
        CommitTime = plan.Source.CommitTime,
        SourceUrl = plan.Source.Url,
        Release = plan.Source.Release is { } version ? new GitRelease(version, plan.Source.Releases) : null,
    };

    /// <exception cref="WrongUseException">It is for something else; all that differs is said.</exception>
    public static LockedPlan Checked(LockedPlan plan, string file, Selection selection, FamilyModel model, GitFacts git, Provider provider,
        TagSet tags)
    {
        var here = new List<(string Differs, string Planned, string Here)>
        {
            ("commit", $"{plan.Source.Commit}", $"{git.HeadCommit}"),
            ("default branch", plan.Source.DefaultBranch.ToString(), model.Settings.DefaultBranch),
            ("provider", plan.Provider.ToString(), provider.ToString()),
            ("family", plan.Family.Abbreviated, FamilyDigest.Of(model.Family).Abbreviated),
        };
        // Of another commit, branch and tags are others in any case.
        if (plan.Source.Commit == git.HeadCommit)
            here.Add(("set of tags", string.Join(", ", plan.Tags), string.Join(", ", tags.All)));
        if (selection.Release is { } release)
            here.Add(("release", $"{plan.Source.Release}", release.TrimStart('v')));
        if (selection.Changed && !plan.Changed)
            here.Add(("choice of images", "without --changed", "with it"));
        WrongUseException.ThrowIfAny([.. here.Where(one => one.Planned != one.Here).Select(one => new Problem(
            $"the plan is for another {one.Differs}: {Shown(one.Planned)}, and here it is {Shown(one.Here)}",
            new SourceLocation(file), $"take what was planned for, or plan anew: {ThisProgram.Name} Plan{ThisProgram.SameWorld}"))]);
        return plan;
    }

    private static string Shown(string text) => text.Length == 0 ? "none" : text;
}
