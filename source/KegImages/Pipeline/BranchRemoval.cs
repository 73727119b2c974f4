using KegImages.Git;
using KegImages.Publishing;
using KegImages.Tagging;

namespace KegImages.Pipeline;

/// <summary>Takes the tag of a branch that is gone away from all images.</summary>
public static class BranchRemoval
{
    /// <summary>Removes the tag, and says what became of each image's.</summary>
    /// <param name="branch">The branch, as git calls it.</param>
    /// <param name="options">Where the family is, and its registry.</param>
    /// <param name="world">Everything outside.</param>
    /// <param name="cancellationToken">Ends it between two tags.</param>
    /// <exception cref="WrongUseException">There is no such branch name, it is the default branch, or the tag is another branch's.</exception>
    /// <exception cref="FailedException">The registry does not answer, or a tag stays.</exception>
    public static async Task RunAsync(string? branch, RunOptions options, World world, CancellationToken cancellationToken)
    {
        if (branch is not { Length: > 0 })
            throw new WrongUseException("RemoveTag needs the branch whose tag goes", next: "say it: ./build.sh RemoveTag --branch <branch>");
        var name = BranchName.Parse(branch);
        var model = await RunSettings.LoadAsync(options, world, cancellationToken);
        var tags = TagSet.For(name, RunSettings.TagSettingsOf(model));
        if (tags.MovesDefault)
            throw new WrongUseException($"'{branch}' is the default branch: its tags ({string.Join(", ", tags.All)}) are never removed");

        var provider = RunSettings.ProviderOf(options, world, model.Settings);
        var packages = GitHubPackages.For(provider, world.Environment);
        var fates = await new TagRemoval(world.Registries, provider, packages is null ? null : packages.DeleteAsync)
            .RemoveAsync(tags.Primary, name, model.Family.Images.Select(image => image.Name), cancellationToken);
        foreach (var fate in fates)
            world.Terminal.Out.WriteLine(fate.IsGone ? $"removed  {fate.Reference}" : $"kept     {fate.Reference}: {fate.Reason}");
        if (fates.IsEmpty)
            world.Terminal.Out.WriteLine($"no image has the tag '{tags.Primary}' of the branch '{branch}'");
        var kept = fates.Count(fate => !fate.IsGone && !fate.IsOthers);
        if (kept > 0)
            throw new FailedException($"{kept} of {fates.Length} tags could not be removed");
    }
}
