using KegImages.Dockerfiles;
using KegImages.Loading;

namespace KegImages.Scaffolding;

/// <summary>Takes a tap that lives in another folder or repository into the family, and out of it again.</summary>
public static class LinkCommand
{
    /// <summary>Decides to add the folder to the last group of <c>keg.yml</c>, once the family is known to load with it. Of a folder that
    /// belongs to the family already, it says so.</summary>
    /// <exception cref="WrongUseException">The folder is no image folder, or the family does not load with it; nothing was
    /// changed.</exception>
    public static async Task<Decision> AddAsync(string? path, Workplace workplace, CancellationToken cancellationToken)
    {
        if (path is not { Length: > 0 })
            throw new WrongUseException("Link needs the folder of the tap",
                next: $"say it: {ThisProgram.Name} Link --path ../tap-events-force{ThisProgram.SamePlace}");
        var model = await workplace.LoadAsync(cancellationToken);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(model.Root, path)));
        if (Linked(model, folder) is { } already)
        {
            workplace.Output.Say([$"'{already.Name}' is in the family already: {Place(model, already)}, in group "
                + $"'{already.Group.Name}'; nothing was changed"]);
            return Decision.Nothing;
        }

        WrongUseException.ThrowIfAny(Refusals(folder, path));
        var file = await KegFile.ReadAsync(model.Root, cancellationToken);
        var group = model.Settings.Groups[^1].Group.Name;
        var written = model.Shown(folder);
        var text = KegEdit.AddFolder(file.Text, group, written);
        var changed = await FamilyLoader.ReadAsync(text, model.Root, model.Settings.Overrides, cancellationToken);
        var tap = Linked(changed, folder)
            ?? throw new WrongUseException(
                $"'{written}' would be no image of the family: a '!' in groups.{group}.folders takes it out again",
                    new SourceLocation(KegSettings.FileName));
        var what = $"'{tap.Name}'{(tap.Alias == tap.Name.ToString() ? "" : $" (alias {tap.Alias})")}: {Place(changed, tap)}, "
            + $"built on {string.Join(", ", tap.Parents.Select(parent => parent.Reference.ToString()).Distinct())}";
        return Edit(workplace, file, text,
            [$"linked {what}", $"{KegSettings.FileName}: groups.{group}.folders has {written} now; commit it",
                $"start it: {workplace.Next($"Start --tap {tap.Alias}")}"],
            [$"would link {what}", $"{KegSettings.FileName}: groups.{group}.folders would get {written}; a dry run: nothing was written"]);
    }

    /// <summary>Decides to take the folder out of the last group of <c>keg.yml</c>, once the family is known to load without it; the folder
    /// itself, which may be gone already, stays as it is.</summary>
    /// <exception cref="WrongUseException">No entry names the folder, or the family does not load without it; nothing was
    /// changed.</exception>
    public static async Task<Decision> RemoveAsync(string? path, Workplace workplace, CancellationToken cancellationToken)
    {
        if (path is not { Length: > 0 })
            throw new WrongUseException("Link needs the folder of the tap",
                next: $"say it: {ThisProgram.Name} Link --path ../tap-events-force --remove{ThisProgram.SamePlace}");
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(workplace.Root));
        var file = await KegFile.ReadAsync(root, cancellationToken);
        // Not the family: it does not load where the linked folder is gone.
        var (settings, problems) = KegReader.Read(file.Text, KegSettings.FileName);
        if (settings is null)
            throw new WrongUseException(problems);
        var group = settings.Groups[^1];
        var links = group.Folders.Select(folder => folder.Value)
            .Where(folder => !folder.StartsWith('!') && new FolderPattern(folder).IsLiteral).ToList();
        if (links.FirstOrDefault(link => Absolute(root, link) == Absolute(root, path)) is not { } written)
        {
            throw new WrongUseException(
                $"--path {path}: groups.{group.Group.Name}.folders of {KegSettings.FileName} has no such "
                    + $"entry{Suggestion.DidYouMean(path, links)}",
                next: links.Count == 0 ? "no folder is linked; one that a pattern takes in is left out by '!' before it"
                    : $"what is linked: {string.Join(", ", links)}");
        }

        var text = KegEdit.RemoveFolder(file.Text, group.Group.Name, written);
        await FamilyLoader.ReadAsync(text, root, FamilyOverrides.Of(workplace.NodeImage, workplace.Place.Contexts), cancellationToken);
        return Edit(workplace, file, text,
            [$"{KegSettings.FileName}: {written} is out of groups.{group.Group.Name}.folders; commit it. The folder itself, and what is "
                + "at the provider, stay"],
            [$"{KegSettings.FileName}: {written} would be out of groups.{group.Group.Name}.folders; a dry run: nothing was written"]);
    }

    private static Decision Edit(Workplace workplace, KegFile file, string text, string[] done, string[] planned) => new(
        async token =>
        {
            await file.WriteAsync(text, token);
            workplace.Output.Say(done);
        },
        () => workplace.Output.Say(planned));

    private static string Absolute(string root, string folder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, folder)));

    private static string Place(FamilyModel model, Image image) =>
        model.Shown(Path.GetFileName(image.DockerfilePath) == DockerfileName.Usual ? image.FolderPath : image.DockerfilePath);

    private static Image? Linked(FamilyModel model, string folder) => model.Family.Images.FirstOrDefault(image =>
        image.FolderPath == folder || image.DockerfilePath == folder
            || (Path.GetFileName(image.FolderPath) == ImageFolder.ContainerName && Path.GetDirectoryName(image.FolderPath) == folder));

    private static List<Problem> Refusals(string folder, string path)
    {
        if (File.Exists(folder) && DockerfileName.Is(Path.GetFileName(folder)))
            return [];
        if (!Directory.Exists(folder))
            return [new Problem($"--path {path}: there is no such folder",
                Next: "it is relative to keg.yml's folder; clone the tap's repository first: git clone <url> ../<name>")];
        var container = Path.Combine(folder, ImageFolder.ContainerName);
        if (new[] { container, folder }.Any(home => File.Exists(Path.Combine(home, ImageFolder.DockerfileName))))
            return [];
        var others = FolderSearch.DockerfilesOf(folder);
        return [new Problem($"--path {path}: this is no image folder: it has neither container/Dockerfile nor a Dockerfile",
            Next: others.IsEmpty
                ? $"an image folder holds container/Dockerfile, or a Dockerfile itself; {ThisProgram.Page("family")} says more"
                : $"it has {Choices.Of(others)}: link one of them: {ThisProgram.Name} Link --path {path.TrimEnd('/')}/{others[0]}"
                    + ThisProgram.SamePlace)];
    }
}
