using System.Globalization;
using System.Text.Json.Nodes;

namespace KegImages.EngineTests.Workflows;

/// <summary>Something that happened in a repository, <c>example/family</c> where no other is said, as GitHub tells workflows of
/// it.</summary>
internal sealed record GitHubEvent(string Name, string Sha, string Ref, JsonObject Payload)
{
    private const string Usual = "example/family";

    /// <summary>The repository that it happened in.</summary>
    public string Repository { get; init; } = Usual;

    /// <summary>Who made it happen.</summary>
    public string Actor { get; init; } = "tester";

    private string Branch => Ref.StartsWith("refs/heads/", StringComparison.Ordinal) ? Ref["refs/heads/".Length..] : Ref["refs/".Length..];

    private JsonNode? Head => Payload["pull_request"]?["head"];

    public static GitHubEvent Push(string branch, string sha) => new("push", sha, $"refs/heads/{branch}", Of([]));

    /// <summary>A pull request's branch was pushed to; GitHub checks out a merge by itself, which is another commit.</summary>
    public static GitHubEvent PullRequest(string branch, string headSha, string mergeSha, string from = Usual,
        string action = "synchronize") => new("pull_request", mergeSha, "refs/pull/7/merge", Of(new()
    {
        ["action"] = action,
        ["pull_request"] = new JsonObject
        {
            ["number"] = 7,
            ["head"] = new JsonObject { ["ref"] = branch, ["sha"] = headSha, ["repo"] = new JsonObject { ["full_name"] = from } },
            ["base"] = new JsonObject { ["ref"] = "develop" },
        },
    }));

    /// <summary>A merge into a branch is tried before it is made.</summary>
    public static GitHubEvent MergeGroup(string into, string sha)
    {
        var reference = $"refs/heads/gh-readonly-queue/{into}/pr-7-{sha}";
        return new("merge_group", sha, reference, Of(new() { ["action"] = "checks_requested",
            ["merge_group"] = new JsonObject { ["head_sha"] = sha, ["head_ref"] = reference, ["base_ref"] = $"refs/heads/{into}" } }));
    }

    /// <summary>Somebody started it by hand, on a branch, with a tag or none.</summary>
    public static GitHubEvent Dispatch(string branch, string sha, string tag = "") => Dispatch(branch, sha, ("tag", tag));

    /// <summary>Somebody started it by hand, on a branch, with these inputs.</summary>
    public static GitHubEvent Dispatch(string branch, string sha, params (string Name, string Value)[] inputs) =>
        new("workflow_dispatch", sha, $"refs/heads/{branch}", Of(new() { ["inputs"] = new JsonObject(
            inputs.Select(input => KeyValuePair.Create<string, JsonNode?>(input.Name, input.Value))) }));

    /// <summary>Another repository told this one something.</summary>
    public static GitHubEvent Told(string repository, string branch, string sha, JsonObject payload) =>
        new("repository_dispatch", sha, $"refs/heads/{branch}", Of(new() { ["action"] = payload["event_type"]!.DeepClone(),
            ["client_payload"] = payload["client_payload"]!.DeepClone() })) { Repository = repository };

    public static GitHubEvent Delete(string branch, string defaultSha) =>
        new("delete", defaultSha, "refs/heads/develop", Of(new() { ["ref"] = branch, ["ref_type"] = "branch" }));

    public JsonObject Context() => new()
    {
        ["event_name"] = Name,
        ["event"] = Payload.DeepClone(),
        ["repository"] = Repository,
        ["ref"] = Ref,
        ["sha"] = Sha,
        ["actor"] = Actor,
        ["token"] = "a-token",
    };

    public Dictionary<string, string> Variables(int attempt = 1) => new()
    {
        ["CI"] = "true",
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_ACTOR"] = Actor,
        ["GITHUB_BASE_REF"] = Head is null ? "" : "develop",
        ["GITHUB_EVENT_NAME"] = Name,
        ["GITHUB_HEAD_REF"] = Head?["ref"]?.ToString() ?? "",
        ["GITHUB_REF"] = Ref,
        ["GITHUB_REF_NAME"] = Branch,
        ["GITHUB_REF_TYPE"] = "branch",
        ["GITHUB_REPOSITORY"] = Repository,
        ["GITHUB_REPOSITORY_OWNER"] = "example",
        ["GITHUB_RUN_ID"] = "1",
        ["GITHUB_RUN_ATTEMPT"] = attempt.ToString(CultureInfo.InvariantCulture),
        ["GITHUB_SERVER_URL"] = "https://github.com",
        ["GITHUB_SHA"] = Sha,
        ["RUNNER_OS"] = "Linux",
    };

    private static JsonObject Of(JsonObject payload)
    {
        payload["repository"] = new JsonObject { ["full_name"] = Usual, ["default_branch"] = "develop" };
        return payload;
    }
}
