using KegImages.Configuration;
using KegImages.Git;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tagging;

namespace KegImages.Scaffolding;

/// <summary>The taps as a person sees them.</summary>
public static class TapsRun
{
    /// <summary>
    /// Prints every image of the last group: name, alias, folder, parent, and what its host begins with for the branch's tag.
    /// </summary>
    public static async Task ShowAsync(RunOptions options, World world, CancellationToken cancellationToken)
    {
        var model = await RunSettings.LoadAsync(options, world, cancellationToken);
        var tag = await TagAsync(options, world, model, cancellationToken);
        var report = new TapsReport(
            [.. Scope.Of(model.Family, options with { Stages = [.. Enum.GetValues<Stage>()], WithAncestors = false }).Images
            .Where(image => image.Group == model.Settings.Groups[^1].Group).Select(Entry)]);
        await new ReportOutput(world, options).ShowAsync(report.ToLines(), report.ToJson(), cancellationToken);
        return;

        TapEntry Entry(Image tap) => new(
            tap.Name.ToString(), tap.Alias, model.Shown(tap.FolderPath), model.Shown(tap.FolderPath) is var folder
                && (folder.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(folder)),
            [.. tap.Parents.Select(parent => parent.Member?.ToString() ?? parent.Reference.ToString()).Distinct(StringComparer.Ordinal)],
            tag is null ? null : RunSettings.TagSettingsOf(model).Rule.LabelOf(tap.Alias, tag));
    }

    // A listing is of use without a branch, and outside a repository.
    private static async Task<Tag?> TagAsync(RunOptions options, World world, FamilyModel model, CancellationToken cancellationToken)
    {
        if (options.Tag is not null)
            return TagSet.For(null, RunSettings.TagSettingsOf(model), options.Tag).Primary;
        try
        {
            return RunSettings.TagsOf(options, model,
                await GitRepository.ReadAsync(options.Root, world.Environment, world.Runner, cancellationToken)).Primary;
        }
        catch (WrongUseException)
        {
            return null;
        }
    }
}
