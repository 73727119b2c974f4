namespace KegImages.Building;

/// <summary>
/// Asks a builder elsewhere, before it builds anything, whether it reaches the registry that it is to push to. Only BuildKit itself can
/// tell: whether a registry speaks plain HTTP, or has a certificate of its own, is a matter of its settings and not of this machine's.
/// </summary>
/// <param name="runner">Runs the command.</param>
/// <param name="docker">The client to call.</param>
internal sealed class RegistryReach(ICommandRunner runner, DockerClient docker)
{
    private const string Nothing = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private const string PlainHttp = "server gave HTTP response to HTTPS client";
    private const string Settings = "https://docs.docker.com/build/buildkit/configure/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What Go says of a host that is not reached; that an image is not there, or is nobody's to see, was said by one that was.
    private static readonly string[] Unreached =
    [
        "connection refused", "no such host", "no route to host", "network is unreachable", "i/o timeout", "server misbehaving",
    ];

    /// <summary>What keeps a builder from a registry; null where it reaches it, or where nobody can tell.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="repository">A repository there; nothing of it is read.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<Problem?> AskAsync(JudgedBuilder builder, ImageReference repository, CancellationToken cancellationToken)
    {
        if (builder.Inspection is not { IsEngine: false, Driver: not null })
            return null;
        string[] words = ["buildx", "build", "--progress", "plain", "--provenance=false",
            .. builder.Entry.Name is { } name ? new[] { "--builder", name } : [], "--output", "type=cacheonly", "-"];
        var asking = docker.Direct(docker.Command(words)) with
        {
            StandardInput = $"FROM {repository.At(Digest.Parse(Nothing))}\n",
            Timeout = Patience,
        };
        try
        {
            return Judge(builder, repository, (await runner.RunAsync(asking, null, null, cancellationToken)).StandardError);
        }
        catch (FailedException) when (!cancellationToken.IsCancellationRequested)
        {
            // It did not answer in time: the build will say why.
            return null;
        }
    }

    /// <summary>What an answer means.</summary>
    internal static Problem? Judge(JudgedBuilder builder, ImageReference repository, string said)
    {
        var line = said.Split('\n').LastOrDefault(line => line.StartsWith("ERROR: ", StringComparison.Ordinal))?.Trim() ?? "";
        // What failed on the way to the builder itself says nothing of the registry.
        if (!line.Contains("failed to do request", StringComparison.Ordinal))
            return null;
        var why = line[(line.LastIndexOf("failed to do request: ", StringComparison.Ordinal) + "failed to do request: ".Length)..];
        if (line.Contains(PlainHttp, StringComparison.Ordinal))
            return new Problem($"{builder.Entry.Called} asks {repository.Registry} by HTTPS, and it speaks plain HTTP",
                Next: $"Say so in the builder's buildkitd.toml, [registry.\"{repository.Registry}\"] http = true ({Settings}), or name "
                    + "another one: --builder");
        if (line.Contains("x509: ", StringComparison.Ordinal))
            return new Problem($"{builder.Entry.Called} does not trust the certificate of {repository.Registry}: {why}",
                Next: $"Give it the certificate in its buildkitd.toml, [registry.\"{repository.Registry}\"] ca = [...] ({Settings})");
        return Unreached.Any(sign => line.Contains(sign, StringComparison.Ordinal))
            ? new Problem($"{builder.Entry.Called} does not reach {repository.Registry}: {why}",
                Next: "What a builder elsewhere calls by this name may be another machine: push to a registry that both reach, or name "
                    + "another one: --builder")
            : null;
    }
}
