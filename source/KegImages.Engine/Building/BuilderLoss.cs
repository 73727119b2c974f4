namespace KegImages.Building;

/// <summary>
/// Tells a build that ended because its builder did (the engine, a BuildKit elsewhere, buildx itself) from one that failed by what is in
/// the Dockerfile.
/// A wrong guess costs a second try; an instruction that failed is never taken for it, whatever it wrote or however it was ended.
/// </summary>
internal static class BuilderLoss
{
    // A process that a signal ended has 128 and its number.
    private const int LastOwnExitCode = 128;

    private const string FailedProcess = "did not complete successfully: exit code";

    // What buildx itself does before any BuildKit has heard of the build, by what drivers call it.
    private static readonly string[] OnTheWay = ["[internal] waiting for connection", "[internal] booting buildkit"];

    // How gRPC says that the other side is gone, where a vertex failed by it: a registry that does not answer says it otherwise.
    private static readonly string[] OfBuilder =
    [
        "code = Unavailable", "error reading from server", "transport is closing", "connection error: desc", "closing transport",
            "grpc server closed unexpectedly",
    ];

    // What buildx and docker say themselves, where nothing of the Dockerfile failed.
    private static readonly string[] OfClient =
    [
        "Cannot connect to the Docker daemon", "error during connect", "failed to receive status", "failed to dial gRPC",
            "failed to list workers", "connection refused", "connection reset by peer",
        "broken pipe", "use of closed network connection", "unexpected EOF", ": EOF", "DeadlineExceeded", "deadline exceeded", "dial unix",
            "Unavailable: ", "Canceled: ", "context canceled",
    ];

    private static readonly string[] OfPanic = ["panic: ", "fatal error: ", "goroutine ", "created by "];

    /// <summary>What was said when the builder was lost; null where the build ended by itself.</summary>
    public static string? In(CommandResult result, BuildLog log)
    {
        if (result.ExitCode == 0)
            return null;
        if (log.FailedVertex is { Error: var error } vertex)
            return OnTheWay.Contains(vertex.Name) || IsOf(OfBuilder, error) ? log.Message : null;
        if (log.Place > 0)
            return null;
        // Only the end of a long trace is kept, and its beginning is what tells most.
        if (OfPanic.Select(sign => log.Said.FirstOrDefault(line => line.StartsWith(sign, StringComparison.Ordinal)))
            .FirstOrDefault(line => line is not null) is { } panic)
            return $"buildx broke down: {panic}";
        if (result.ExitCode > LastOwnExitCode)
            return $"{log.Message} (buildx was ended by signal {result.ExitCode - LastOwnExitCode})";
        return IsOf(OfBuilder, log.Message) || IsOf(OfClient, log.Message) ? log.Message : null;
    }

    /// <summary>What was said when the engine that pushes was lost; null where the push failed by itself.</summary>
    public static string? In(FailedException failure) =>
        failure.InnerException is HttpRequestException or IOException ? failure.Message : null;

    private static bool IsOf(string[] signs, string text) =>
        !text.Contains(FailedProcess, StringComparison.Ordinal) && !text.Contains("dockerfile parse error", StringComparison.Ordinal)
            && signs.Any(sign => text.Contains(sign, StringComparison.Ordinal));
}
