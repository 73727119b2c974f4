using System.Text.Json.Nodes;

namespace KegImages.Proposals;

/// <summary>One target of a bake file, or one service of a compose file, on its way to a build. Pure.</summary>
/// <param name="name">What the file calls it.</param>
/// <param name="json">What the file says of it, resolved by its own tool.</param>
/// <param name="root">The absolute path of the root.</param>
/// <param name="left">Where what has no counterpart is noted.</param>
internal sealed class OtherTarget(string name, JsonObject json, string root, List<LeftBehind> left)
{
    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["secret"] = $"declare it under secrets: ({ThisProgram.Page("secrets")})",
        ["secrets"] = $"declare it under secrets: ({ThisProgram.Page("secrets")})",
        ["ssh"] = $"declare it under ssh: ({ThisProgram.Page("secrets")})",
        ["cache-from"] = "what is built is reused by its content: nothing to do",
        ["cache-to"] = "what is built is reused by its content: nothing to do",
        ["cache_from"] = "what is built is reused by its content: nothing to do",
        ["cache_to"] = "what is built is reused by its content: nothing to do",
        ["output"] = "a run says it: --push, or Push",
        ["pull"] = "parents are looked up by digest in every run: nothing to do",
        ["no-cache"] = "a run says it: --no-cache",
        ["no_cache"] = "a run says it: --no-cache",
        ["labels"] = "write LABEL in the Dockerfile; source, revision and parents are labelled by themselves",
    };

    private static readonly string[] Taken =
        ["context", "dockerfile", "target", "args", "platforms", "tags", "contexts", "additional_contexts", "dockerfile-inline",
            "dockerfile_inline"];

    /// <summary>The build; null where it has none that is told here.</summary>
    public AdoptedBuild? Build()
    {
        if ((Text("dockerfile-inline") ?? Text("dockerfile_inline")) is not null)
            return Without("a Dockerfile inside the file", "write it to a Dockerfile in a folder of its own");
        var context = Text("context") ?? ".";
        if (IsRemote(context))
            return Without($"context {context}", "images are built from folders of the repository");
        if (Relative(context) is not { } folder || Relative(Path.Combine(root, folder, Text("dockerfile") ?? "Dockerfile")) is not { } file)
            return Without($"context {context}", "it lies outside the repository");
        foreach (var (key, value) in json)
        {
            if (!Taken.Contains(key) && value is not null && !IsEmpty(value))
                left.Add(new LeftBehind(name, key, Instead.GetValueOrDefault(key, "nothing takes its place")));
        }

        return new AdoptedBuild
        {
            Word = name,
            DockerfilePath = file,
            Text = "",
            Context = folder,
            Target = Text("target"),
            Args = Args(),
            Contexts = Contexts(),
            Platforms = [.. Texts("platforms")],
            Tags = [.. Texts("tags").Select(tag => ImageReference.TryParse(tag, out var reference) ? reference : null)
                .OfType<ImageReference>()],
        };
    }

    private ImmutableSortedDictionary<string, string> Args()
    {
        var args = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in json["args"] as JsonObject ?? [])
        {
            if (value is JsonValue given && given.TryGetValue<string>(out var text))
                args[key] = text;
            else
                left.Add(new LeftBehind(name, $"args.{key}", "it has no value there: give it one under args:, or in the Dockerfile"));
        }

        return args.ToImmutable();
    }

    private ImmutableSortedDictionary<string, string> Contexts()
    {
        var contexts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in (json["contexts"] ?? json["additional_contexts"]) as JsonObject ?? [])
        {
            var text = value is JsonValue given && given.TryGetValue<string>(out var said) ? said : "";
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && text[..colon] is "target" or "service")
            {
                // The graph is read from the Dockerfiles, and there such a name means the image of that name.
                if (text[(colon + 1)..] != key)
                    left.Add(new LeftBehind(name, $"contexts.{key} = {text}",
                        $"write the image's name in the Dockerfile: FROM {text[(colon + 1)..]}"));
            }
            else if (IsRemote(text) || text.StartsWith("docker-image://", StringComparison.Ordinal))
                contexts[key] = text;
            else if (Relative(text) is { } folder)
                contexts[key] = folder;
            else
                left.Add(new LeftBehind(name, $"contexts.{key} = {text}", "it lies outside the repository"));
        }

        return contexts.ToImmutable();
    }

    private AdoptedBuild? Without(string what, string instead)
    {
        left.Add(new LeftBehind(name, what, instead));
        return null;
    }

    private string? Text(string key) =>
        json[key] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private IEnumerable<string> Texts(string key) => (json[key] as JsonArray ?? [])
        .Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).OfType<string>();

    // Null outside the root.
    private string? Relative(string path)
    {
        var relative = Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, path))).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    private static bool IsEmpty(JsonNode value) => value switch
    {
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        JsonValue scalar => scalar.TryGetValue<bool>(out var flag) && !flag,
        _ => false,
    };

    private static bool IsRemote(string text) =>
        text.Contains("://", StringComparison.Ordinal) && !text.StartsWith("docker-image://", StringComparison.Ordinal)
            || text.StartsWith("git@", StringComparison.Ordinal);
}
