using System.Text.Json.Nodes;
using KegImages.Commands;
using KegImages.Processes;
using KegImages.Tests.Git;
using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Workflows;

/// <summary>
/// Tests of a script of an <c>actions/github-script</c> step, taken out of the compiled workflows and run by Node against a fake of
/// GitHub's API.
/// </summary>
public abstract class ScriptTests : IAsyncLifetime
{
    private TemporaryRepository? made;

    private protected TemporaryRepository Repository => made!;

    /// <summary>What GitHub holds.</summary>
    private protected JsonObject State { get; private set; } = new()
    {
        ["comments"] = new JsonArray(), ["refs"] = new JsonObject(), ["pulls"] = new JsonArray(), ["trees"] = new JsonArray(),
            ["commits"] = new JsonArray(),
    };

    public async ValueTask InitializeAsync() => made = await TemporaryRepository.CreateAsync();

    public ValueTask DisposeAsync()
    {
        made?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a step's script; the calls of the API, in order.</summary>
    private protected async Task<string[]> RunAsync(string workflow, string name, params (string Name, string Value)[] given) =>
        await RunAsync(StepOf((await Families.CompileAsync(Families.Own)).Single(file =>
            file.Path.EndsWith($"/{workflow}.yml", StringComparison.Ordinal)).Text, name), given);

    private protected async Task<string[]> RunAsync(YamlMappingNode step, params (string Name, string Value)[] given)
    {
        var env = step.Children.TryGetValue("env", out var variables)
            ? ((YamlMappingNode)variables).Children.ToDictionary(pair => pair.Key.ToString(), pair => (JsonNode?)pair.Value.ToString())
            : [];
        foreach (var (variable, value) in given)
        {
            env.ShouldContainKey(variable);
            env[variable] = value;
        }

        var world = new JsonObject { ["script"] = step["with"]["script"].ToString(), ["folder"] = Repository.Root,
            ["env"] = new JsonObject(env), ["state"] = State.DeepClone() };
        var file = Path.Combine(Repository.Root, ".git", "world.json");
        await File.WriteAllTextAsync(file, world.ToJsonString());
        var harness = Path.Combine(Families.Root, "tests/KegImages.Tests/Workflows/script.mjs");
        var result = (await new ProcessRunner().RunAsync(new Command("node", harness, file), null, null, CancellationToken.None)).OrThrow();

        var ended = JsonNode.Parse(result.StandardOutput)!;
        ((string?)ended["error"]).ShouldBeNull();
        State = ended["state"]!.DeepClone().AsObject();
        return [.. ended["calls"]!.AsArray().Select(call => (string)call!["name"]!)];
    }

    private protected static YamlMappingNode StepOf(string text, string name)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return ((YamlMappingNode)stream.Documents.Single().RootNode["jobs"]).Children.Values.SelectMany(job =>
            (YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>()
            .Single(step => step["name"].ToString() == name);
    }
}
