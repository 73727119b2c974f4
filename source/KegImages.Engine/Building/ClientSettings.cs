using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KegImages.Engines;

namespace KegImages.Building;

/// <summary>What docker's own client is led by: variables, its settings, and its contexts. Nobody is asked.</summary>
/// <param name="docker">The client.</param>
/// <param name="environment">The environment's variables, before the client's own.</param>
internal sealed class ClientSettings(DockerClient docker, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The context, or the builder, that is none by name.</summary>
    public const string Default = "default";

    /// <summary>The folder of the client's settings.</summary>
    public string Folder => Said("DOCKER_CONFIG") ?? Path.Combine(environment.GetValueOrDefault("HOME") ?? "", ".docker");

    /// <summary>The address that a variable says; null where none does.</summary>
    public string? Host => Said("DOCKER_HOST");

    /// <summary>The context in force, as the client ranks what says it.</summary>
    public string Context => Host is not null ? Default
        : Said("DOCKER_CONTEXT") ?? Field(Path.Combine(Folder, "config.json"), "currentContext") ?? Default;

    /// <summary>A variable's value; null where it has none.</summary>
    public string? Said(string name) =>
        (docker.Environment.TryGetValue(name, out var own) ? own : environment.GetValueOrDefault(name)) is { Length: > 0 } value
            ? value
            : null;

    /// <summary>
    /// Where the engine in force is. What only the client itself can reach or read, ssh or a context that is broken, it is asked to.
    /// See <see href="https://docs.docker.com/engine/manage-resources/contexts/"/>.
    /// </summary>
    public EngineAddress Engine()
    {
        var context = Context;
        if (context == Default)
            return EngineAddress.TryParse(Host ?? docker.Host, out var said) ? said with { Keys = said.Host is null ? null : Keys() }
                : ByProgram(Host ?? docker.Host);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        var endpoint = Read(Path.Combine(Folder, "contexts", "meta", id, "meta.json"))?["Endpoints"]?["docker"] as JsonObject;
        if (!EngineAddress.TryParse(Text(endpoint, "Host"), out var address))
            return ByProgram($"the context '{context}'");
        var keys = Path.Combine(Folder, "contexts", "tls", id, "docker");
        var verifies = endpoint?["SkipTLSVerify"] is not JsonValue skip || !skip.TryGetValue<bool>(out var skips) || !skips;
        return address.Host is null || (verifies && !Directory.Exists(keys)) ? address
            : address with { Keys = new EngineKeys(keys, verifies) };
    }

    /// <summary>A text of a file of settings; null where there is none. The client itself will say what is wrong with the file.</summary>
    public static string? Field(string file, string name) => Text(Read(file), name);

    private EngineAddress ByProgram(string called) => EngineAddress.By(called, docker.Command("system", "dial-stdio"));

    private EngineKeys? Keys()
    {
        var verifies = Said("DOCKER_TLS_VERIFY") is not null;
        return verifies || Said("DOCKER_TLS") is not null ? new EngineKeys(Said("DOCKER_CERT_PATH") ?? Folder, verifies) : null;
    }

    private static string? Text(JsonObject? settings, string name) =>
        settings?[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static JsonObject? Read(string file)
    {
        try
        {
            return File.Exists(file) ? new OutsideDocument(file).ReadObject(File.ReadAllBytes(file)) : null;
        }
        catch (Exception exception) when (exception is UnreadableDocumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
