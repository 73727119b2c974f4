namespace KegImages.Opening;

/// <summary>The tags of a family, as <c>keg.yml</c> and the repository say.</summary>
internal static class FamilyTags
{
    /// <summary>The default branch, its tags, and the rule that makes slugs.</summary>
    public static TagSettings SettingsOf(FamilyModel model) =>
        new(BranchName.Parse(model.Settings.DefaultBranch), model.Settings.DefaultTag, model.Settings.Aliases)
        {
            Rule = TagRule.For(model.Family.Images.Select(image => image.Alias)),
            Variants = model.Settings.Variants,
            Policy = model.Settings.Tags,
        };

    /// <summary>The tags of <c>--tag</c>, or of the branch where it is not given.</summary>
    public static TagSet Of(string? tag, FamilyModel model, GitFacts git) => tag is null && git.Release is { } release
        ? TagSet.ForRelease(release, SettingsOf(model)).At(git.HeadCommit, git.CommitTime, model.Settings.Tags)
        : TagSet.For(tag is null ? git.BranchOrThrow() : git.Branch, SettingsOf(model), tag)
            .At(git.HeadCommit, git.CommitTime, model.Settings.Tags);

    /// <summary>Refuses to move the default tags by hand in a workflow from a branch that is called as the default one but for its case:
    /// GitHub compares texts without it, and would ask for no environment.</summary>
    /// <exception cref="WrongUseException">It is such a branch.</exception>
    public static TagSet Checked(TagSet tags, GitFacts git, TagSettings settings, World world) =>
        tags.MovesDefaultByHand && GitHubReport.IsGitHub(world.Environment) && git.Branch is { } branch && branch != settings.DefaultBranch
        && branch.ToString().Equals(settings.DefaultBranch.ToString(), StringComparison.OrdinalIgnoreCase)
            ? throw new WrongUseException($"a workflow does not move {string.Join(", ", tags.All)} from the branch '{branch}': GitHub's "
                + $"conditions take it for '{settings.DefaultBranch}', and ask nobody who has to agree",
                next: "call the branch otherwise, or start the workflow on another one")
            : tags;

    /// <summary>The first of them; null where there is none, because a listing is of use without a branch, and outside a
    /// repository.</summary>
    public static async Task<Tag?> FindAsync(Workplace workplace, string? asked, FamilyModel model,
        CancellationToken cancellationToken)
    {
        // Outside the try: a family whose tags no branch could have says why.
        var settings = SettingsOf(model);
        if (asked is not null)
            return TagSet.For(null, settings, asked).Primary;
        try
        {
            return Of(asked, model, await workplace.ReadGitAsync(cancellationToken)).Primary;
        }
        catch (WrongUseException)
        {
            return null;
        }
    }
}
