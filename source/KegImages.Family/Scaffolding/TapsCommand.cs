namespace KegImages.Scaffolding;

/// <summary>The taps of a family as a person sees them.</summary>
public static class TapsCommand
{
    /// <summary>Prints every image of the last group: name, alias, folder, parent, and what its host begins with for the branch's
    /// tag.</summary>
    public static async Task ShowAsync(Workplace workplace, Selection selection, CancellationToken cancellationToken)
    {
        var model = await workplace.LoadAsync(cancellationToken);
        var tag = await FamilyTags.FindAsync(workplace, selection.Tag, model, cancellationToken);
        var report = new TapsReport(
            [.. Scope.Of(model.Family, selection.OfAllStages).Images
            .Where(image => image.Group == model.Settings.Groups[^1].Group).Select(Entry)]);
        await workplace.Output.ShowAsync(report.ToLines(), report.ToJson(), cancellationToken);
        return;

        TapEntry Entry(Image tap) => new(
            tap.Name.ToString(), tap.Alias, model.Shown(tap.FolderPath), model.Shown(tap.FolderPath) is var folder
                && (folder.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(folder)),
            [.. tap.Parents.Select(parent => parent.Member?.ToString() ?? parent.Reference.ToString()).Distinct(StringComparer.Ordinal)],
            tag is null ? null : FamilyTags.SettingsOf(model).Rule.LabelOf(tap.Alias, tag));
    }
}
