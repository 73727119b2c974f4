namespace KegImages.Commands;

/// <summary>Which of this process's own variables reach a program that it starts. Docker, buildx, BuildKit, Compose and git each read
/// dozens of variables, and new ones with each version; one that nobody thought of would change an image under a fingerprint that does not
/// know it. So none of theirs is handed on but those that are named here. The table is in <c>docs/fingerprints.md</c>.</summary>
internal static class InheritedEnvironment
{
    // What a variable of one of these programs begins with. GODEBUG lets every Go program write between the lines that are read.
    private static readonly string[] Theirs =
        ["DOCKER_", "BUILDX_", "BUILDKIT_", "EXPERIMENTAL_BUILDKIT_", "SOURCE_DATE_EPOCH", "COMPOSE_", "GODEBUG", Git];

    // Choices of where to build and push and by which settings, ways to reach a server, and logins.
    private static readonly HashSet<string> Kept = new(OfThisSystem)
    {
        "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_AUTH_CONFIG",
        "DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND",
        "BUILDX_BUILDER", "BUILDX_CONFIG",
        "GIT_ASKPASS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL_FROM_USER",
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT",
    };

    private static readonly string[] KeptBeginnings =
        ["GIT_SSL_", "GIT_HTTP_", "GIT_PROXY_", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_", "GIT_AUTHOR_", "GIT_COMMITTER_"];

    // A credential helper finds logins in DOCKER_<registry>_USR and _PSW: https://github.com/isometry/docker-credential-env
    private static readonly string[] KeptEnds = ["_USR", "_PSW"];

    private const string Git = "GIT_";

    private static StringComparer OfThisSystem => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static StringComparison Comparison =>
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static bool HandsOn(string name) => !IsTheirs(name) || IsKept(name);

    /// <summary>The variables that say something to docker, buildx or BuildKit and are left aside, in order: whoever set one should learn
    /// of it.</summary>
    public static IEnumerable<string> LeftAside(IEnumerable<string> names) =>
        names.Where(name => !HandsOn(name) && !name.StartsWith(Git, Comparison)).Order(StringComparer.Ordinal);

    /// <summary>Takes away from a process's variables what is not handed on.</summary>
    internal static void Clean(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !HandsOn(name)).ToList())
            environment.Remove(name);
    }

    private static bool IsTheirs(string name) => Theirs.Any(beginning => name.StartsWith(beginning, Comparison));

    private static bool IsKept(string name) =>
        Kept.Contains(name)
        || KeptBeginnings.Any(beginning => name.StartsWith(beginning, Comparison))
        || (name.StartsWith("DOCKER_", Comparison) && KeptEnds.Any(end => name.EndsWith(end, Comparison)));
}
