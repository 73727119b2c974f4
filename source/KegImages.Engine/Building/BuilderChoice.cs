using System.Security.Cryptography;

namespace KegImages.Building;

/// <summary>
/// Where docker's and buildx' own options, variables and settings lead a build, as far as it can be told without asking anybody.
/// </summary>
/// <param name="Key">What tells this choice from another.</param>
/// <param name="IsThisMachine">Whether it is the engine at a socket of this machine.</param>
public sealed record BuilderChoice(string Key, bool IsThisMachine)
{
    /// <summary>Whether nothing names a builder, so that it is the engine of the context in force, wherever that is.</summary>
    public bool IsOfEngine { get; init; }

    private const string Default = ClientSettings.Default;

    /// <summary>Reads the choice.</summary>
    /// <param name="builder">The builder that an option names; null where none does.</param>
    /// <param name="docker">The client that will be called.</param>
    /// <param name="environment">The environment's variables, before the client's own.</param>
    public static BuilderChoice Of(string? builder, DockerClient docker, IReadOnlyDictionary<string, string> environment)
    {
        var settings = new ClientSettings(docker, environment);
        var buildx = settings.Said("BUILDX_CONFIG") ?? Path.Combine(settings.Folder, "buildx");
        var (host, context) = (settings.Host, settings.Context);
        var named = builder ?? settings.Said("BUILDX_BUILDER") ?? Used(buildx);
        string[] parts = [named ?? Default, context, host ?? "", buildx];
        var isSocket = host is null || host.StartsWith("unix:", StringComparison.Ordinal)
            || host.StartsWith("npipe:", StringComparison.Ordinal);
        return new BuilderChoice(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32],
            named is null or Default && context == Default && isSocket) { IsOfEngine = named is null };
    }

    /// <summary>What docker's own variables say of the builder; null where they say nothing.</summary>
    public static string? Said(DockerClient docker, IReadOnlyDictionary<string, string> environment) =>
        new ClientSettings(docker, environment).Said("BUILDX_BUILDER");

    /// <summary>The docker context in force.</summary>
    public static string ContextOf(DockerClient docker, IReadOnlyDictionary<string, string> environment) =>
        new ClientSettings(docker, environment).Context;

    // `docker buildx use` for one context, or with --default for all. A builder made and used on one machine may well be another one on the
    // next.
    private static string? Used(string buildx)
    {
        if (ClientSettings.Field(Path.Combine(buildx, "current"), "Name") is { } current)
            return current;
        var defaults = Path.Combine(buildx, "defaults");
        return Directory.Exists(defaults) && Directory.GetFiles(defaults).Order(StringComparer.Ordinal).FirstOrDefault() is { } file
            && File.ReadAllText(file).Trim() is { Length: > 0 } name ? name : null;
    }
}
