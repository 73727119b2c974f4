using System.Text.Json.Nodes;
using KegImages.Workflows;
using YamlDotNet.RepresentationModel;

namespace KegImages.EngineTests.Workflows;

/// <summary>One run of a workflow: its jobs in the order of <c>needs</c>, its artifacts, and its attempts.</summary>
internal sealed class WorkflowRun(WorkflowFile workflow, GitHubEvent happened, JobRunner runner) : IDisposable
{
    private readonly YamlMappingNode root = Read(workflow.Text);
    private readonly Dictionary<string, RunJob> jobs = new(StringComparer.Ordinal);
    private int attempt;

    public RunArtifacts Artifacts { get; } = new();

    /// <summary>Is called before each job, with its name.</summary>
    public Func<string, Task>? Before { get; init; }

    /// <summary>Whether somebody ended the run: what has not begun is cancelled, but for <c>always()</c>.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The group in which one run goes on at a time.</summary>
    public string Group => Expression.Interpolate(root["concurrency"]["group"].ToString(), Contexts([]), _ => false);

    /// <summary>Runs all jobs.</summary>
    /// <returns>How each job that ran ended, in order.</returns>
    public Task<List<JobEnding>> RunAsync() => RunAsync(_ => true);

    /// <summary>Runs what failed once more, and what could not run because of it, as GitHub's button does.</summary>
    public Task<List<JobEnding>> RerunFailedAsync() => RunAsync(id => jobs[id].Result != "success");

    /// <summary>Runs one job once more, however it ended, and what needs it.</summary>
    public Task<List<JobEnding>> RerunAsync(string id)
    {
        var again = new HashSet<string>(StringComparer.Ordinal) { id };
        foreach (var (other, node) in All.Where(job => Needs(job.Node).Exists(again.Contains)))
            again.Add(other);
        foreach (var one in again)
            jobs[one].Legs.Clear();
        return RunAsync(again.Contains);
    }

    public void Dispose() => Artifacts.Dispose();

    private List<(string Id, YamlMappingNode Node)> All =>
        [.. ((YamlMappingNode)root["jobs"]).Children.Select(pair => (pair.Key.ToString(), (YamlMappingNode)pair.Value))];

    private async Task<List<JobEnding>> RunAsync(Func<string, bool> isMeant)
    {
        attempt++;
        var endings = new List<JobEnding>();
        var before = All.Where(job => jobs.ContainsKey(job.Id) && !isMeant(job.Id)).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, node) in InOrder(All))
        {
            if (!before.Contains(id))
                endings.AddRange(await RunAsync(id, node));
        }

        return endings;
    }

    private async Task<List<JobEnding>> RunAsync(string id, YamlMappingNode node)
    {
        var needed = Needs(node);
        var job = jobs[id] = jobs.GetValueOrDefault(id) ?? new RunJob();
        job.HasFailure = needed.Any(need => jobs[need].HasFailure);
        job.Result = "skipped";
        var succeeded = needed.All(need => jobs[need].Result == "success");
        bool Status(string function) => function switch
        {
            "always" => true,
            "success" => succeeded && !IsCancelled,
            "failure" => job.HasFailure,
            _ => IsCancelled,
        };

        var contexts = Contexts(needed);
        if (!Expression.HoldsFor(Yaml.Text(node, "if"), contexts, Status))
            return [];
        var endings = new List<JobEnding>();
        foreach (var leg in Matrix(node, contexts, Status))
        {
            contexts["matrix"] = leg?.DeepClone();
            var name = Expression.Interpolate(Yaml.Text(node, "name")!, contexts, Status);
            // Of a matrix, only the legs that failed are run again.
            if (job.Legs.GetValueOrDefault(name) is { Result: "success" })
                continue;
            if (Before is not null)
                await Before(name);
            var (ending, outputs) = await runner.RunAsync(node, name, happened, attempt, contexts, Artifacts);
            job.Legs[name] = ending;
            job.Outputs = outputs;
            endings.Add(ending);
        }

        job.Result = job.Legs.Values.All(leg => leg.Result == "success") ? "success" : "failure";
        job.HasFailure |= job.Result == "failure";
        return endings;
    }

    private JsonObject Contexts(IEnumerable<string> needed) => new()
    {
        ["github"] = happened.Context(),
        ["inputs"] = happened.Payload["inputs"]?.DeepClone() ?? new JsonObject(),
        ["needs"] = new JsonObject(needed.Select(need => KeyValuePair.Create(need, (JsonNode?)jobs[need].ToJson()))),
    };

    // A job may stand before those that it needs.
    private static IEnumerable<(string Id, YamlMappingNode Node)> InOrder(List<(string Id, YamlMappingNode Node)> all)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (done.Count < all.Count)
        {
            var next = all.First(job => !done.Contains(job.Id) && Needs(job.Node).TrueForAll(done.Contains));
            done.Add(next.Id);
            yield return next;
        }
    }

    private static List<string> Needs(YamlMappingNode job) => [.. Yaml.Children(job, "needs").Select(need => need.ToString())];

    private static JsonArray Matrix(YamlMappingNode job, JsonObject contexts, Func<string, bool> status)
    {
        if (!job.Children.TryGetValue("strategy", out var strategy))
            return new JsonArray((JsonNode?)null);
        var legs = JsonNode.Parse(Expression.Interpolate(strategy["matrix"]["include"].ToString(), contexts, status))!.AsArray();
        // https://docs.github.com/actions/reference/limits
        legs.Count.ShouldBeInRange(1, 256, "a matrix has between 1 and 256 jobs");
        return legs;
    }

    private static YamlMappingNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
}
