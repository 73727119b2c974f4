using System.Text.Json.Nodes;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.Processes;

namespace KegImages.EngineTests.Workflows;

/// <summary>Runs the script of a github-script step by Node, with a fake of GitHub's API.</summary>
internal static class Scripts
{
    private static readonly string Runner = Path.Combine(EngineFixture.RepositoryRoot, "tests", "KegImages.Tests", "Workflows",
        "script.mjs");

    /// <summary>Whether there is a Node.</summary>
    public static bool IsPossible { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "node")));

    /// <summary>Runs a script in a folder.</summary>
    /// <returns>What it left: outputs, what was told to whom, notices, and why it failed.</returns>
    public static async Task<JsonObject> RunAsync(string script, string folder, IEnumerable<KeyValuePair<string, string>> env,
        GitHubEvent happened)
    {
        var (owner, name) = (happened.Repository.Split('/')[0], happened.Repository.Split('/')[1]);
        var given = new JsonObject
        {
            ["script"] = script,
            ["folder"] = folder,
            ["env"] = new JsonObject(env.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["state"] = new JsonObject
            {
                ["comments"] = new JsonArray(),
                ["context"] = new JsonObject
                {
                    ["repo"] = new JsonObject { ["owner"] = owner, ["repo"] = name },
                    ["eventName"] = happened.Name,
                    ["payload"] = happened.Payload.DeepClone(),
                },
            },
        };
        var file = Path.Combine(folder, ".script.json");
        await File.WriteAllTextAsync(file, given.ToJsonString());
        try
        {
            var ran = (await new ProcessRunner().RunAsync(new Command("node", Runner, file), null, null, CancellationToken.None)).OrThrow();
            var answer = JsonNode.Parse(ran.StandardOutput)!.AsObject();
            var state = answer["state"]!.DeepClone().AsObject();
            state["notices"] = string.Join('\n', answer["notices"]!.AsArray().Select(notice => notice!.ToString()));
            if (answer["error"] is { } error)
                state["failed"] = error.ToString();
            return state;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
