namespace KegImages.Images;

/// <summary>An SSH agent, or keys in its place, that builds are given. See
/// <see href="https://docs.docker.com/reference/cli/docker/buildx/build/#ssh"/>.</summary>
/// <param name="Id">The id that a Dockerfile asks for; <c>default</c> where it says none.</param>
/// <param name="Source">The agent's socket, or files of keys between commas, where <c>~/</c> stands for the home folder; null for the agent
/// of <c>SSH_AUTH_SOCK</c>.</param>
public sealed record SshForward(string Id, string? Source)
{
    /// <summary>The id that a Dockerfile asks for where it says none.</summary>
    public const string Default = "default";

    /// <summary>What messages show of a value of <c>--ssh</c>: the forms that it may have.</summary>
    public const string Forms = "default, or default=FILE with the agent's socket or a key";

    /// <summary>The place that declares it; null where none does.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The sockets and files of keys; none where the agent of <c>SSH_AUTH_SOCK</c> is meant.</summary>
    public IReadOnlyList<string> Paths => Source?.Split(',') ?? [];

    /// <summary>Reads the value of <c>--ssh</c> as Docker's command line has it. Throws <see cref="WrongUseException"/> for any other text,
    /// which may be a key itself and is not quoted.</summary>
    public static SshForward Parse(string text)
    {
        var parts = text.Split('=', 2);
        var forward = new SshForward(parts[0], parts.Length > 1 ? parts[1] : null);
        return BuildSecret.IsId(forward.Id) && forward.Paths.All(path => path.Length > 0 && !path.Contains('\n', StringComparison.Ordinal))
            ? forward
            : throw new WrongUseException($"expected {Forms}");
    }

    internal SshForward With(Func<string, string> path) =>
        Source is null ? this : this with { Source = string.Join(',', Paths.Select(path)) };

    /// <summary>The agent or keys as <c>--ssh</c> takes them.</summary>
    public override string ToString() => Source is null ? Id : $"{Id}={Source}";
}
