namespace KegImages.Testing;

/// <summary>What the configuration of an image says, as its engine shows it.</summary>
public sealed record ImageFacts
{
    /// <summary>Its variables.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Its labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The ports that it exposes, <c>80/tcp</c>.</summary>
    public ImmutableArray<string> Ports { get; init; } = [];

    /// <summary>Its volumes.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Its entry point.</summary>
    public ImmutableArray<string> EntryPoint { get; init; } = [];

    /// <summary>Its command.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Its folder.</summary>
    public string WorkingFolder { get; init; } = "";

    /// <summary>Its user.</summary>
    public string User { get; init; } = "";

    /// <summary>Whether it has a health check.</summary>
    public bool HasHealthCheck { get; init; }
}

/// <summary>A file or folder of an image.</summary>
/// <param name="Mode">Its kind and permissions.</param>
/// <param name="Uid">Its owner.</param>
/// <param name="Gid">Its group.</param>
public sealed record FileFacts(GoFileMode Mode, long Uid, long Gid);

/// <summary>What a command ended with.</summary>
/// <param name="ExitCode">The code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it printed on its standard error.</param>
public sealed record CommandFacts(long ExitCode, string Output, string Error);
