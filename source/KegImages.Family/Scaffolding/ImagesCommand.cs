namespace KegImages.Scaffolding;

/// <summary>Lists the whole family, parents before children.</summary>
public static class ImagesCommand
{
    /// <summary>Prints every image in scope: name, group, folder, what it is built on, and the tag of the branch. Reads files and git
    /// alone.</summary>
    public static async Task ShowAsync(Workplace workplace, Selection selection, CancellationToken cancellationToken)
    {
        var model = await workplace.LoadAsync(cancellationToken);
        var tag = await FamilyTags.FindAsync(workplace, selection.Tag, model, cancellationToken);
        var images = Scope.Of(model.Family, selection.OfAllStages).Images;
        var listed = images.Select(image => image.Name).ToHashSet();
        var report = new ImagesReport(tag, [.. images.Select(image => ListedImage.Of(image, model, listed))]);
        await workplace.Output.ShowAsync(report.ToLines(), report.ToJson(), cancellationToken);
    }
}
