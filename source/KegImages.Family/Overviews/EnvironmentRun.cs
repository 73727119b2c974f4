using KegImages.Environments;
using KegImages.Loading;
using KegImages.Pipeline;

namespace KegImages.Overviews;

/// <summary>The variables of images as a person sees them.</summary>
internal static class EnvironmentRun
{
    /// <summary>Prints every variable of the images of <c>--tap</c> and <c>--image</c>, of all taps where none is named, with the file and
    /// line that says it.</summary>
    /// <exception cref="WrongUseException">Everything that is wrong with the files, each with file and line.</exception>
    public static async Task ShowAsync(RunOptions options, string? environment, World world, CancellationToken cancellationToken)
    {
        var model = await RunSettings.LoadAsync(options, world, cancellationToken);
        var scope = Scope.Of(model.Family, options with { Stages = [.. Enum.GetValues<Stage>()], WithAncestors = false });
        // The last group's are the taps, also where it is the only one.
        var images = options.IsFiltered ? scope.Images : [.. scope.Images.Where(image => image.Group == model.Settings.Groups[^1].Group)];
        var gathering = new Gathering();
        var read = ImmutableArray.CreateBuilder<(string, TapEnvironment)>();
        foreach (var image in images)
        {
            if (await gathering.TryAsync(TapEnvironmentReader.ReadAsync(model, image, environment, world.Environment,
                cancellationToken)) is { } variables)
                read.Add((image.Name.ToString(), variables));
        }

        var report = new EnvironmentReport(read.ToImmutable());
        if (environment is not null
            && Unknown(environment, read.SelectMany(image => image.Item2.Files), images.Select(image => image.FolderPath)) is { } note)
            await world.Terminal.Out.WriteLineAsync(note.AsMemory(), cancellationToken);
        var output = new ReportOutput(world, gathering.HasAny ? options with { Json = null } : options);
        await output.ShowAsync(report.ToLines(), report.ToJson(), cancellationToken);
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
