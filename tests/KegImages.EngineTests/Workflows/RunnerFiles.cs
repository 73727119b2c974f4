using System.Globalization;
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

    /// <summary>The folder of all of them.</summary>
    public string Root => root;

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
        ["HOME"] = Path.Combine(root, "home"),
        ["XDG_CACHE_HOME"] = Path.Combine(root, "cache"),
    };

    /// <summary>Runs a script as <c>shell: bash</c> does, with these variables and no others.</summary>
    /// <returns>How it ended, and the processor time of it and all that it waited for.</returns>
    public async Task<(CommandResult Result, TimeSpan Processor)> RunAsync(string script, Dictionary<string, string> variables)
    {
        var (file, times) = (Path.Combine(root, "script.sh"), Path.Combine(root, "times"));
        await File.WriteAllTextAsync(file, script);
        Directory.CreateDirectory(variables["HOME"]);
        // A job that checks nothing out has a folder all the same.
        Directory.CreateDirectory(Workspace);
        string[] words = ["--ignore-environment", .. variables.Select(pair => $"{pair.Key}={pair.Value}"), "bash", "--noprofile", "--norc",
            "-c", "bash --noprofile --norc -e -o pipefail \"$1\"; code=$?; times >\"$2\"; exit $code", "step", file, times];
        var result = await new ProcessRunner().RunAsync(new Command("env", words) { WorkingDirectory = Workspace }, null, null,
            CancellationToken.None);
        return (result, await ProcessorAsync(times));
    }

    // The second line of bash's "times" is what its children took: 0m1.234s 0m0.567s
    private static async Task<TimeSpan> ProcessorAsync(string file) => (await File.ReadAllLinesAsync(file))[1].Split(' ')
        .Select(time => time.TrimEnd('s').Split('m'))
        .Aggregate(TimeSpan.Zero, (sum, time) => sum + TimeSpan.FromMinutes(int.Parse(time[0], CultureInfo.InvariantCulture))
            + TimeSpan.FromSeconds(double.Parse(time[1], CultureInfo.InvariantCulture)));

    /// <summary>Sets outputs, as a step does.</summary>
    public Task SetAsync(JsonObject outputs) =>
        File.AppendAllLinesAsync(Output, outputs.Select(pair => $"{pair.Key}={pair.Value!.ToString().ReplaceLineEndings(" ")}"));

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
