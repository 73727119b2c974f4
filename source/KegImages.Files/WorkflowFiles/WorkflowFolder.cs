using KegImages.Loading;
using KegImages.Workflows;

namespace KegImages.WorkflowFiles;

/// <summary>The workflow files of a repository, kept as its family says.</summary>
public sealed class WorkflowFolder(string root)
{
    private static string Next => $"write it anew and commit it: {ThisProgram.Name} GenerateWorkflows{ThisProgram.SamePlace}";
    private const int MostLines = 40;

    /// <summary>Writes those that are not what the family says.</summary>
    /// <exception cref="WrongUseException">What is wrong with the family.</exception>
    public async Task WriteAsync(IEnumerable<WorkflowSettings> all, Action<string> say, CancellationToken cancellationToken)
    {
        foreach (var (file, current) in await OwnAsync(all, cancellationToken))
        {
            if (current != file.Text)
            {
                var path = Path.Combine(root, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, file.Text, cancellationToken);
            }

            say($"{(current is null ? "written  " : current != file.Text ? "rewritten" : "unchanged")}  {file.Path}");
        }
    }

    /// <summary>Says which would be written.</summary>
    /// <exception cref="WrongUseException">What is wrong with the family.</exception>
    public async Task ShowAsync(IEnumerable<WorkflowSettings> all, Action<string> say, CancellationToken cancellationToken)
    {
        foreach (var (file, current) in await OwnAsync(all, cancellationToken))
            say($"{(current is null ? "would write  " : current != file.Text ? "would rewrite" : "unchanged    ")}  {file.Path}");
        say("a dry run: nothing was written");
    }

    /// <summary>Compares them with what the family says.</summary>
    /// <exception cref="WrongUseException">Files that are not what the family says, all of them, each with the lines that
    /// differ.</exception>
    public async Task CheckAsync(IEnumerable<WorkflowSettings> all, Action<string> say, CancellationToken cancellationToken)
    {
        var compared = await CompareAsync(all, cancellationToken);
        WrongUseException.ThrowIfAny([.. compared.Where(pair => pair.Current != pair.File.Text)
            .Select(pair => Drift(pair.File, pair.Current))]);
        say($"{(compared.Length == 1 ? "the workflow is" : $"all {compared.Length} workflows are")} what the family says");
    }

    // A file that was not written here is somebody's work.
    private async Task<ImmutableArray<(WorkflowFile File, string? Current)>> OwnAsync(IEnumerable<WorkflowSettings> all,
        CancellationToken cancellationToken)
    {
        var compared = await CompareAsync(all, cancellationToken);
        WrongUseException.ThrowIfAny([.. compared
            .Where(pair => pair.Current is { } current && current != pair.File.Text && !FamilyWorkflow.IsGenerated(current))
            .Select(pair => new Problem("is no workflow that was generated, and would be overwritten", new SourceLocation(pair.File.Path),
                $"rename or delete it, then {ThisProgram.Name} GenerateWorkflows{ThisProgram.SamePlace}"))]);
        return compared;
    }

    private static Problem Drift(WorkflowFile file, string? current)
    {
        if (current is null)
            return new Problem("the workflow is missing", new SourceLocation(file.Path), Next);
        var lines = LineDiff.Of(current, file.Text);
        var shown = lines.Take(MostLines).Append(lines.Length > MostLines ? $"     … {lines.Length - MostLines} more" : "")
            .Where(line => line.Length > 0);
        return new Problem($"the workflow is not what the family says:{Environment.NewLine}{string.Join(Environment.NewLine, shown)}",
            new SourceLocation(file.Path), Next);
    }

    private async Task<ImmutableArray<(WorkflowFile File, string? Current)>> CompareAsync(IEnumerable<WorkflowSettings> all,
        CancellationToken cancellationToken)
    {
        var model = await FamilyLoader.LoadAsync(root, cancellationToken);
        var found = ImmutableArray.CreateBuilder<(WorkflowFile, string?)>();
        foreach (var file in all.Select(settings => FamilyWorkflow.Compile(model, settings)))
        {
            var path = Path.Combine(root, file.Path);
            // git may have checked it out with the line ends of another system.
            found.Add((file, File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellationToken)).ReplaceLineEndings("\n") : null));
        }

        return found.ToImmutable();
    }
}
