using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KegImages.Building;

/// <summary>
/// Where docker's and buildx' own options, variables and settings lead a build, as far as it can be told without asking anybody.
/// </summary>
/// <param name="Key">What tells this choice from another.</param>
/// <param name="IsThisMachine">Whether it is the engine at a socket of this machine.</param>
public sealed record BuilderChoice(string Key, bool IsThisMachine)
{
    private const string Default = "default";

    /// <summary>Reads the choice.</summary>
    /// <param name="builder">The builder that an option names; null where none does.</param>
    /// <param name="docker">The client that will be called.</param>
    /// <param name="environment">The environment's variables, before the client's own.</param>
    public static BuilderChoice Of(string? builder, DockerClient docker, IReadOnlyDictionary<string, string> environment)
    {
        var folder = SettingsFolder(docker, environment);
        var buildx = Said("BUILDX_CONFIG") ?? Path.Combine(folder, "buildx");
        var host = Said("DOCKER_HOST");
        // As the client ranks them.
        var context = host is not null
            ? Default
            : Said("DOCKER_CONTEXT") ?? Field(Path.Combine(folder, "config.json"), "currentContext") ?? Default;
        var named = builder ?? Said("BUILDX_BUILDER") ?? Used(buildx);
        string[] parts = [named ?? Default, context, host ?? "", buildx];
        var isSocket = host is null || host.StartsWith("unix:", StringComparison.Ordinal)
            || host.StartsWith("npipe:", StringComparison.Ordinal);
        return new BuilderChoice(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32],
            named is null or Default && context == Default && isSocket);

        string? Said(string name) => SaidBy(name, docker, environment);
    }

    /// <summary>The folder of the client's settings.</summary>
    internal static string SettingsFolder(DockerClient docker, IReadOnlyDictionary<string, string> environment) =>
        SaidBy("DOCKER_CONFIG", docker, environment) ?? Path.Combine(environment.GetValueOrDefault("HOME") ?? "", ".docker");

    private static string? SaidBy(string name, DockerClient docker, IReadOnlyDictionary<string, string> environment) =>
        (docker.Environment.TryGetValue(name, out var own) ? own : environment.GetValueOrDefault(name)) is { Length: > 0 } value
            ? value
            : null;

    // `docker buildx use` for one context, or with --default for all. A builder made and used on one machine may well be another one on the
    // next.
    private static string? Used(string buildx)
    {
        if (Field(Path.Combine(buildx, "current"), "Name") is { } current)
            return current;
        var defaults = Path.Combine(buildx, "defaults");
        return Directory.Exists(defaults) && Directory.GetFiles(defaults).Order(StringComparer.Ordinal).FirstOrDefault() is { } file
            && File.ReadAllText(file).Trim() is { Length: > 0 } name ? name : null;
    }

    private static string? Field(string file, string name)
    {
        try
        {
            if (!File.Exists(file))
                return null;
            var settings = new OutsideDocument(file).ReadObject(File.ReadAllBytes(file));
            return settings[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
        }
        catch (Exception exception) when (exception is UnreadableDocumentException or IOException or UnauthorizedAccessException)
        {
            // The client itself will say what is wrong with its settings.
            return null;
        }
    }
}
