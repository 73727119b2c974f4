using KegImages.Environments;
using KegImages.Loading;

namespace KegImages.Overviews;

/// <summary>The variables of images as a person sees them.</summary>
public static class EnvironmentCommand
{
    /// <summary>Prints every variable of the images of <c>--tap</c> and <c>--image</c>, of all taps where none is named, with the file and
    /// line that says it.</summary>
    /// <exception cref="WrongUseException">Everything that is wrong with the files, each with file and line.</exception>
    public static async Task ShowAsync(Workplace workplace, Selection selection, string? environment, CancellationToken cancellationToken)
    {
        var model = await workplace.LoadAsync(cancellationToken);
        var scope = Scope.Of(model.Family, selection.OfAllStages);
        // The last group's are the taps, also where it is the only one.
        var images = selection.IsFiltered ? scope.Images : [.. scope.Images.Where(image => image.Group == model.Settings.Groups[^1].Group)];
        var gathering = new Gathering();
        var read = ImmutableArray.CreateBuilder<(string, TapEnvironment)>();
        foreach (var image in images)
        {
            if (await gathering.TryAsync(TapEnvironmentReader.ReadAsync(model, image, environment, workplace.World.Environment,
                cancellationToken)) is { } variables)
                read.Add((image.Name.ToString(), variables));
        }

        var report = new EnvironmentReport(read.ToImmutable());
        if (environment is not null
            && Unknown(environment, read.SelectMany(image => image.Item2.Files), images.Select(image => image.FolderPath)) is { } note)
            await workplace.World.Terminal.Out.WriteLineAsync(note.AsMemory(), cancellationToken);
        var shown = gathering.HasAny ? workplace with { Json = null } : workplace;
        await shown.Output.ShowAsync(report.ToLines(), report.ToJson(), cancellationToken);
        gathering.ThrowIfAny();
    }

    // A name that no file has is most often a slip, and its variables would be those of no environment.
    private static string? Unknown(string environment, IEnumerable<string> read, IEnumerable<string> folders)
    {
        if (read.Any(file => EnvironmentFile.EnvironmentOf(Path.GetFileName(file)) == environment))
            return null;
        var known = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder))
            .Select(file => EnvironmentFile.EnvironmentOf(Path.GetFileName(file))).OfType<string>().ToList();
        if (Suggestion.DidYouMean(environment, known) is { Length: > 0 } meant)
            return $"Note: no file is of the environment '{environment}'{meant}";
        var choices = known.Count > 0 ? $"there are files of {Choices.Of(known)}"
            : $"values-{environment}.yml or {environment}.env beside values.yml would be";
        return $"Note: no file is of the environment '{environment}'; {choices}";
    }
}
