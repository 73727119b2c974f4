using System.Text.Json.Nodes;
using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.EngineTests.Workflows;

/// <summary>The folders and files of one job: its checkout, and what GitHub's variables name.</summary>
internal sealed class RunnerFiles : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("runner ").FullName;

    public RunnerFiles()
    {
        foreach (var file in new[] { Output, Summary, EnvironmentFile })
            File.WriteAllText(file, "");
    }

    /// <summary>The checkout.</summary>
    public string Workspace => Path.Combine(root, "work");

    private string Output => Path.Combine(root, "output");

    private string Summary => Path.Combine(root, "summary");

    private string EnvironmentFile => Path.Combine(root, "environment");

    private string Event => Path.Combine(root, "event.json");

    public Task WriteEventAsync(JsonNode payload) => File.WriteAllTextAsync(Event, payload.ToJsonString());

    public Dictionary<string, string> Variables() => new()
    {
        ["GITHUB_OUTPUT"] = Output,
        ["GITHUB_STEP_SUMMARY"] = Summary,
        ["GITHUB_ENV"] = EnvironmentFile,
        ["GITHUB_EVENT_PATH"] = Event,
        ["GITHUB_WORKSPACE"] = Workspace,
        ["RUNNER_TEMP"] = root,
    };

    /// <summary>Runs a script as <c>shell: bash</c> does, with these variables and no others.</summary>
    public async Task<CommandResult> RunAsync(string script, Dictionary<string, string> variables)
    {
        var file = Path.Combine(root, "script.sh");
        await File.WriteAllTextAsync(file, script);
        var command = new Command("env",
            ["--ignore-environment", .. variables.Select(pair => $"{pair.Key}={pair.Value}"), "bash", "--noprofile", "--norc", "-e", "-o",
                "pipefail", file]);
        return await new ProcessRunner().RunAsync(command with { WorkingDirectory = Workspace }, null, null, CancellationToken.None);
    }

    /// <summary>The outputs that steps have set so far.</summary>
    public async Task<JsonObject> OutputsAsync()
    {
        var outputs = new JsonObject();
        foreach (var line in await File.ReadAllLinesAsync(Output))
        {
            var pair = line.Split('=', 2);
            outputs[pair[0]] = pair[1];
        }

        return outputs;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
