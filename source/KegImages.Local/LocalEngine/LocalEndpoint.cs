namespace KegImages.LocalEngine;

/// <summary>The private engine and registry of one clone, running: what a docker command needs to reach them.</summary>
/// <param name="DockerHost">The engine's address, <c>unix:///run/keg-…/docker.sock</c>.</param>
/// <param name="DockerConfig">The folder that stands in for <c>~/.docker</c>, with buildx and compose as plugins.</param>
/// <param name="DockerExecutable">The path of the docker client that belongs to the engine.</param>
/// <param name="Registry">The registry's host and port, <c>127.0.0.1:…</c>, reached over plain HTTP.</param>
/// <param name="RootImage">The image with Node that families start from, by tag, in that registry.</param>
/// <param name="RootDigest">What that tag named when it was pushed.</param>
/// <param name="RegistryAccessLog">The file with one line a request that the registry answered since its start.</param>
public sealed record LocalEndpoint(
    string DockerHost,
    string DockerConfig,
    string DockerExecutable,
    string Registry,
    ImageReference RootImage,
    Digest RootDigest,
    string RegistryAccessLog)
{
    /// <summary>The path of the program that signs and verifies; null where the system has no package of it.</summary>
    public string? Cosign { get; init; }

    /// <summary>The variables for every docker command against it: where it is, and none of the user's own settings that would lead
    /// elsewhere.</summary>
    public ImmutableSortedDictionary<string, string?> Environment { get; } = Variables(DockerHost, DockerConfig);

    internal static ImmutableSortedDictionary<string, string?> Variables(string host, string config) => new Dictionary<string, string?>
    {
        ["DOCKER_HOST"] = host,
        ["DOCKER_CONFIG"] = config,
        ["DOCKER_CONTEXT"] = null,
        ["DOCKER_TLS"] = null,
        ["DOCKER_TLS_VERIFY"] = null,
        ["DOCKER_CERT_PATH"] = null,
        ["DOCKER_AUTH_CONFIG"] = null,
        ["BUILDX_BUILDER"] = null,
        ["BUILDX_CONFIG"] = null,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
