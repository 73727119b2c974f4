using System.Text.Json.Nodes;

namespace KegImages.Proposals;

/// <summary>Reads what <c>docker buildx bake --print</c> and <c>docker compose config --format json</c> print. Pure. See
/// <see href="https://docs.docker.com/build/bake/reference/"/> and
/// <see href="https://github.com/compose-spec/compose-spec/blob/main/build.md"/>.</summary>
internal static class OtherBuildFile
{
    /// <summary>The targets of a bake file.</summary>
    public static TakenOver Bake(JsonObject printed, string root) => Of(Objects(printed["target"]), root);

    /// <summary>The services of a compose file that are built; what they are called when they are pushed is their <c>image</c>.</summary>
    public static TakenOver Compose(JsonObject printed, string root) => Of(
        Objects(printed["services"]).Where(service => service.Value["build"] is JsonObject).Select(service =>
        {
            var build = (JsonObject)service.Value["build"]!.DeepClone();
            if (service.Value["image"] is JsonValue image)
                build["tags"] = new JsonArray([image.DeepClone(), .. (build["tags"] as JsonArray ?? []).Select(tag => tag?.DeepClone())]);
            return KeyValuePair.Create(service.Key, build);
        }), root);

    private static TakenOver Of(IEnumerable<KeyValuePair<string, JsonObject>> targets, string root)
    {
        var left = new List<LeftBehind>();
        var builds = new List<AdoptedBuild>();
        foreach (var (name, json) in targets)
        {
            if (new OtherTarget(name, json, root, left).Build() is not { } build)
                continue;
            if (builds.Find(build.IsSameAs) is { } same)
                left.Add(new LeftBehind(name, $"the whole: {build.DockerfilePath}",
                    $"it is the same image as '{same.Word}': say its name as the alias of that one"));
            else
                builds.Add(build);
        }

        return new TakenOver([.. builds], [.. left]);
    }

    private static IEnumerable<KeyValuePair<string, JsonObject>> Objects(JsonNode? node) => (node as JsonObject ?? [])
        .Where(entry => entry.Value is JsonObject).Select(entry => KeyValuePair.Create(entry.Key, (JsonObject)entry.Value!));
}
