using System.Text.Json.Nodes;
using KegImages.Commands;
using KegImages.Processes;
using KegImages.Workflows;
using YamlDotNet.RepresentationModel;

namespace KegImages.EngineTests.Workflows;

/// <summary>
/// Runs a workflow's jobs on this machine in the order of <c>needs</c>, each in a fresh checkout, as GitHub does. Of its steps the shell
/// ones run.
/// </summary>
/// <param name="repository">The repository that is checked out.</param>
/// <param name="machine">What the runner's environment has besides GitHub's own variables.</param>
internal sealed class GitHubRunner(string repository, IReadOnlyDictionary<string, string> machine)
{
    private const int ShaLength = 40;

    /// <summary>What was printed.</summary>
    public List<string> Printed { get; } = [];

    /// <summary>Runs a workflow for an event.</summary>
    /// <returns>How each job ended, in order: <c>plan: success</c>; a job of a matrix by its name in the UI.</returns>
    public async Task<List<string>> RunAsync(WorkflowFile workflow, GitHubEvent happened)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(workflow.Text));
        var jobs = (YamlMappingNode)stream.Documents.Single().RootNode["jobs"];
        var endings = new List<string>();
        var needs = new Dictionary<string, JsonObject>();
        foreach (var (id, node) in jobs.Children.Select(pair => (pair.Key.ToString(), (YamlMappingNode)pair.Value)))
        {
            var needed = Children(node, "needs").Select(need => need.ToString()).ToList();
            var job = new JsonObject { ["result"] = "skipped", ["outputs"] = new JsonObject(),
                ["failed"] = needed.Any(need =>
                    needs[need]["result"]!.ToString() == "failure" || needs[need]["failed"]!.GetValue<bool>()) };
            needs.Add(id, job);
            var contexts = new JsonObject
            {
                ["github"] = happened.Context(),
                ["inputs"] = new JsonObject(),
                ["needs"] = new JsonObject(needed.Select(need => KeyValuePair.Create(need, (JsonNode?)needs[need].DeepClone()))),
            };
            var succeeded = needed.All(need => needs[need]["result"]!.ToString() == "success");
            bool Status(string function) => function == "success" ? succeeded : function == "failure" && job["failed"]!.GetValue<bool>();

            var condition = Text(node, "if");
            var runs = condition is null ? succeeded
                : Expression.Holds(condition, contexts, Status) && (succeeded || condition.Contains("failure()", StringComparison.Ordinal));
            if (!runs)
                continue;
            job["result"] = "success";
            foreach (var leg in Matrix(node, contexts, Status))
            {
                contexts["matrix"] = leg?.DeepClone();
                var name = Expression.Interpolate(Text(node, "name")!, contexts, Status);
                var (exitCode, outputs) = await RunStepsAsync(node, happened, contexts, Status);
                endings.Add($"{name}: {(exitCode == 0 ? "success" : "failure")}");
                if (exitCode != 0)
                    job["result"] = "failure";
                job["outputs"] = outputs;
            }
        }

        return endings;
    }

    private static JsonArray Matrix(YamlMappingNode job, JsonObject contexts, Func<string, bool> status)
    {
        if (!job.Children.TryGetValue("strategy", out var strategy))
            return new JsonArray((JsonNode?)null);
        return JsonNode.Parse(Expression.Interpolate(strategy["matrix"]["include"].ToString(), contexts, status))!.AsArray();
    }

    private async Task<(int ExitCode, JsonObject Outputs)> RunStepsAsync(YamlMappingNode job, GitHubEvent happened, JsonObject contexts,
        Func<string, bool> status)
    {
        using var files = new RunnerFiles();
        contexts["steps"] = new JsonObject();
        foreach (var step in Children(job, "steps").Cast<YamlMappingNode>())
        {
            if (Text(step, "if") is { } condition && !Expression.Holds(condition, contexts, status))
                continue;
            if (Text(step, "uses") is { } uses)
            {
                if (uses.StartsWith("actions/checkout@", StringComparison.Ordinal))
                    await CheckOutAsync(files.Workspace, ((YamlMappingNode)step["with"]).Children.TryGetValue("ref", out var wanted)
                        ? Expression.Interpolate(wanted.ToString(), contexts, status) : happened.Sha);
                continue;
            }

            await files.WriteEventAsync(contexts["github"]!["event"]!);
            var variables = new Dictionary<string, string>(machine.Concat(happened.Variables()).Concat(files.Variables()));
            if (step.Children.TryGetValue("env", out var env))
            {
                foreach (var (name, value) in ((YamlMappingNode)env).Children)
                    variables[name.ToString()] = Expression.Interpolate(value.ToString(), contexts, status);
            }

            var result = await files.RunAsync(Text(step, "run")!, variables);
            Printed.Add(result.StandardOutput + result.StandardError);
            if (result.ExitCode != 0)
                return (result.ExitCode, []);
            contexts["steps"]![Text(step, "id") ?? "none"] = new JsonObject { ["outputs"] = await files.OutputsAsync() };
        }

        var outputs = new JsonObject();
        if (job.Children.TryGetValue("outputs", out var declared))
        {
            foreach (var (name, value) in ((YamlMappingNode)declared).Children)
                outputs[name.ToString()] = Expression.Interpolate(value.ToString(), contexts, status);
        }

        return (0, outputs);
    }

    private async Task CheckOutAsync(string workspace, string reference)
    {
        await GitAsync(".", "clone", "--quiet", repository, workspace);
        await GitAsync(workspace, "checkout", "--quiet", "--detach", reference.Length == ShaLength ? reference : $"origin/{reference}");
    }

    private static async Task GitAsync(string folder, params string[] arguments) =>
        (await new ProcessRunner().RunAsync(new Command("git", arguments) { WorkingDirectory = folder }, null, null,
            CancellationToken.None)).OrThrow();

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    private static IEnumerable<YamlNode> Children(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? (YamlSequenceNode)value : [];
}
