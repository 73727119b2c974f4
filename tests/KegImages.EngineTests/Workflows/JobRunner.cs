using System.Text.Json.Nodes;
using KegImages.Commands;
using KegImages.Processes;
using YamlDotNet.RepresentationModel;

namespace KegImages.EngineTests.Workflows;

/// <summary>
/// Runs the steps of a job in a fresh clone, with a home and a cache of its own. The shell steps run as they are; of actions, checkout and
/// both of artifacts are stood in for, and the others do nothing.
/// </summary>
/// <param name="repository">The repository that is checked out.</param>
/// <param name="machine">What the runner's environment has besides GitHub's own variables.</param>
internal sealed class JobRunner(string repository, IReadOnlyDictionary<string, string> machine)
{
    private const int ShaLength = 40;

    private static readonly string[] StoodInFor =
        ["actions/checkout", "actions/upload-artifact", "actions/download-artifact"];

    /// <summary>What was printed, one entry a shell step.</summary>
    public List<string> Printed { get; } = [];

    /// <summary>What scripts of <c>actions/github-script</c> have told other repositories; they are run where Node is, by the fake of
    /// GitHub's API that the other tests of workflows use.</summary>
    public List<JsonObject> Told { get; } = [];

    /// <summary>What the environment of a job has beside the machine's, such as an engine of its own; null for nothing.</summary>
    public Func<string, Task<IReadOnlyDictionary<string, string>>>? Equip { get; set; }

    public async Task<(JobEnding Ending, JsonObject Outputs)> RunAsync(YamlMappingNode job, string name, GitHubEvent happened, int attempt,
        JsonObject contexts, RunArtifacts artifacts)
    {
        using var files = new RunnerFiles();
        var equipment = Equip is null ? new Dictionary<string, string>() : await Equip(name);
        contexts["steps"] = new JsonObject();
        contexts["runner"] = new JsonObject { ["os"] = "Linux", ["arch"] = "X64", ["temp"] = files.Root };
        var (failed, processor) = (false, TimeSpan.Zero);
        bool Status(string function) => function switch { "always" => true, "success" => !failed, "failure" => failed, _ => false };
        await files.WriteEventAsync(contexts["github"]!["event"]!);
        foreach (var step in Yaml.Children(job, "steps").Cast<YamlMappingNode>())
        {
            if (!Expression.HoldsFor(Yaml.Text(step, "if"), contexts, Status))
                continue;
            var variables = new Dictionary<string, string>(machine);
            foreach (var (key, value) in happened.Variables(attempt).Concat(files.Variables()).Concat(equipment))
                variables[key] = value;
            foreach (var (key, value) in Yaml.Entries(step, "env"))
                variables[key] = Expression.Interpolate(value, contexts, Status);
            var (succeeded, took) = Yaml.Text(step, "uses") is { } uses
                ? (await ActAsync(uses, step, happened, contexts, files, artifacts, Status), TimeSpan.Zero)
                : await ShellAsync(Yaml.Text(step, "run")!, variables, files);
            processor += took;
            if (Yaml.Text(step, "uses")?.StartsWith("actions/github-script@", StringComparison.Ordinal) == true && Scripts.IsPossible)
                succeeded = await ScriptAsync(step, variables, happened, files);
            failed |= !succeeded && Yaml.Text(step, "continue-on-error") != "true";
            if (Yaml.Text(step, "id") is { } id)
                contexts["steps"]![id] = new JsonObject { ["outputs"] = await files.OutputsAsync(),
                    ["outcome"] = succeeded ? "success" : "failure" };
        }

        var outputs = new JsonObject();
        foreach (var (key, value) in Yaml.Entries(job, "outputs"))
            outputs[key] = Expression.Interpolate(value, contexts, Status);
        var runsOn = Expression.Interpolate(job["runs-on"].ToString(), contexts, Status);
        return (new JobEnding(name, failed ? "failure" : "success", processor) { RunsOn = runsOn }, outputs);
    }

    private async Task<(bool Succeeded, TimeSpan Took)> ShellAsync(string script, Dictionary<string, string> variables, RunnerFiles files)
    {
        var (result, processor) = await files.RunAsync(script, variables);
        Printed.Add(result.StandardOutput + result.StandardError);
        return (result.ExitCode == 0, processor);
    }

    private async Task<bool> ActAsync(string uses, YamlMappingNode step, GitHubEvent happened, JsonObject contexts, RunnerFiles files,
        RunArtifacts artifacts, Func<string, bool> status)
    {
        var action = uses.Split('@')[0];
        var with = Yaml.Entries(step, "with").Where(_ => StoodInFor.Contains(action)).ToDictionary(entry => entry.Name,
            entry => Expression.Interpolate(entry.Value, contexts, status), StringComparer.Ordinal);
        switch (action)
        {
            case "actions/checkout":
                await CheckOutAsync(files.Workspace, with.GetValueOrDefault("ref") is { Length: > 0 } wanted ? wanted : happened.Sha);
                return true;
            case "actions/upload-artifact":
                return artifacts.Upload(with["name"], files.Workspace, with["path"].Split('\n', StringSplitOptions.RemoveEmptyEntries),
                    with.GetValueOrDefault("overwrite") == "true") || with.GetValueOrDefault("if-no-files-found") != "error";
            case "actions/download-artifact":
                return with.TryGetValue("pattern", out var pattern)
                    ? artifacts.DownloadAll(pattern, Path.Combine(files.Workspace, with["path"]))
                    : artifacts.Download(with["name"], Path.Combine(files.Workspace, with["path"]));
            default:
                return true;
        }
    }

    private async Task<bool> ScriptAsync(YamlMappingNode step, Dictionary<string, string> variables, GitHubEvent happened,
        RunnerFiles files)
    {
        Directory.CreateDirectory(files.Workspace);
        var state = await Scripts.RunAsync(((YamlMappingNode)step["with"])["script"].ToString(), files.Workspace,
            Yaml.Entries(step, "env").Select(entry => KeyValuePair.Create(entry.Name, variables[entry.Name])), happened);
        foreach (var told in state["told"]?.AsArray() ?? [])
            Told.Add(told!.DeepClone().AsObject());
        Printed.Add($"{state["notices"]} {state["failed"]}");
        await files.SetAsync(state["outputs"]?.AsObject() ?? []);
        return state["failed"] is null;
    }

    private async Task CheckOutAsync(string workspace, string reference)
    {
        await GitAsync(".", "clone", "--quiet", repository, workspace);
        await GitAsync(workspace, "checkout", "--quiet", "--detach", reference.Length == ShaLength ? reference : $"origin/{reference}");
    }

    private static async Task GitAsync(string folder, params string[] arguments) =>
        (await new ProcessRunner().RunAsync(new Command("git", arguments) { WorkingDirectory = folder }, null, null,
            CancellationToken.None)).OrThrow();
}
