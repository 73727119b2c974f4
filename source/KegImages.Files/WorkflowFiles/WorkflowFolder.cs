using KegImages.Configuration;
using KegImages.Loading;
using KegImages.Workflows;

namespace KegImages.WorkflowFiles;

/// <summary>The workflow files of a repository, kept as its family says: beside them the pins of the actions that they use, and what tells
/// Dependabot to move those.</summary>
public sealed class WorkflowFolder(string root)
{
    // A repository that has one of them has its pins moved by Renovate.
    private static readonly ImmutableArray<string> RenovateFiles =
        ["renovate.json", "renovate.json5", ".github/renovate.json", ".github/renovate.json5", ".renovaterc", ".renovaterc.json"];

    private static readonly ImmutableArray<string> ActionFiles = ["action.yml", "action.yaml"];

    private const int MostLines = 40;

    private static string Next => $"write it anew and commit it: {ThisProgram.Name} GenerateWorkflows{ThisProgram.SamePlace}";

    /// <summary>Writes those that are not what the family says.</summary>
    /// <exception cref="WrongUseException">What is wrong with the family or its pins.</exception>
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

        if (await ReadAsync(DependabotFile.Path, cancellationToken) is { } text && !DependabotFile.IsOwn(text)
            && !DependabotFile.MovesActions(text))
            say($"left alone  {DependabotFile.Path}, which others wrote: say 'package-ecosystem: github-actions' there as well, so that "
                + $"the actions in {ActionPins.Path} are kept up to date");
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
        var workflows = compared.Count(pair => pair.File.Path is not (ActionPins.Path or DependabotFile.Path));
        say($"{(workflows == 1 ? "the workflow is" : $"all {workflows} workflows are")} what the family says");
    }

    /// <summary>A workflow's text without the note that it is generated, with the actions at the repository's own pins.</summary>
    public async Task<string> TextAsync(WorkflowSettings settings, CancellationToken cancellationToken) => FamilyWorkflow.TextOf(
        await FamilyLoader.LoadAsync(root, cancellationToken), settings, await PinsAsync(cancellationToken));

    // A file that was not written here is somebody's work.
    private async Task<ImmutableArray<(WorkflowFile File, string? Current)>> OwnAsync(IEnumerable<WorkflowSettings> all,
        CancellationToken cancellationToken)
    {
        var compared = await CompareAsync(all, cancellationToken);
        WrongUseException.ThrowIfAny([.. compared.Where(pair => IsAnothers(pair.File, pair.Current))
            .Select(pair => Foreign(pair.File, "is no workflow that was generated, and would be overwritten"))]);
        return compared;
    }

    private static bool IsAnothers(WorkflowFile file, string? current) =>
        current is not null && current != file.Text && !IsOwn(file.Path, current);

    private static Problem Foreign(WorkflowFile file, string what) => new(what, new SourceLocation(file.Path),
        $"rename or delete it, then {ThisProgram.Name} GenerateWorkflows{ThisProgram.SamePlace}");

    private static bool IsOwn(string path, string text) => path switch
    {
        ActionPins.Path => ActionPins.IsOwn(text),
        DependabotFile.Path => DependabotFile.IsOwn(text),
        _ => FamilyWorkflow.IsGenerated(text),
    };

    private static Problem Drift(WorkflowFile file, string? current)
    {
        var kind = file.Path == DependabotFile.Path ? "file" : "workflow";
        if (current is null)
            return new Problem($"the {kind} is missing", new SourceLocation(file.Path), Next);
        if (IsAnothers(file, current))
            return Foreign(file, "is no workflow that was generated, and the family says one of that name");
        var lines = LineDiff.Of(current, file.Text);
        var shown = lines.Take(MostLines).Append(lines.Length > MostLines ? $"     … {lines.Length - MostLines} more" : "")
            .Where(line => line.Length > 0);
        return new Problem($"the {kind} is not what the family says:{Environment.NewLine}{string.Join(Environment.NewLine, shown)}",
            new SourceLocation(file.Path), Next);
    }

    private async Task<ImmutableArray<(WorkflowFile File, string? Current)>> CompareAsync(IEnumerable<WorkflowSettings> all,
        CancellationToken cancellationToken)
    {
        var workflows = all.ToList();
        var model = await FamilyLoader.LoadAsync(root, cancellationToken);
        WrongUseException.ThrowIfAny([.. new[] { model.Settings.Workflows.Before, model.Settings.Workflows.After }
            .OfType<Located<string>>().Where(action => !IsAction(action.Value)).Select(action => new Problem(
                $"there is no action in {action.Value}: neither action.yml nor action.yaml", action.Location))]);
        var pins = await PinsAsync(cancellationToken);
        var files = workflows.Select(settings => FamilyWorkflow.Compile(model, settings, pins)).ToList();
        if (workflows.Count > 0)
        {
            files.Add(new WorkflowFile(ActionPins.Path, pins.ToText(workflows[0])));
            if (await WritesDependabotAsync(cancellationToken))
                files.Add(new WorkflowFile(DependabotFile.Path, DependabotFile.Text));
        }

        var found = ImmutableArray.CreateBuilder<(WorkflowFile, string?)>();
        foreach (var file in files)
            found.Add((file, await ReadAsync(file.Path, cancellationToken)));
        return found.ToImmutable();
    }

    private bool IsAction(string folder) =>
        ActionFiles.Any(file => File.Exists(Path.Combine(root, folder, file)));

    private async Task<ActionPins> PinsAsync(CancellationToken cancellationToken) =>
        await ReadAsync(ActionPins.Path, cancellationToken) is { } text ? ActionPins.Parse(text) : ActionPins.BuiltIn;

    // Never over one that others wrote, and not beside Renovate.
    private async Task<bool> WritesDependabotAsync(CancellationToken cancellationToken) =>
        await ReadAsync(DependabotFile.Path, cancellationToken) is { } text ? DependabotFile.IsOwn(text)
        : !RenovateFiles.Append(".github/dependabot.yaml").Any(file => File.Exists(Path.Combine(root, file)));

    // git may have checked it out with the line ends of another system.
    private async Task<string?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, file);
        return File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellationToken)).ReplaceLineEndings("\n") : null;
    }
}
