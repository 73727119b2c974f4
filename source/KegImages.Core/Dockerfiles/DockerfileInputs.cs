namespace KegImages.Dockerfiles;

/// <summary>What must be known besides a Dockerfile's text to tell what it uses.</summary>
public sealed record DockerfileInputs
{
    /// <summary>The stage to build, by name; null for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Build args; those that the Dockerfile does not declare change nothing.</summary>
    public IReadOnlyDictionary<string, string> Args { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Names of build contexts: what the Dockerfile calls by such a name is that context, not an image.</summary>
    public IReadOnlySet<string> Contexts { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The ONBUILD triggers of an image that a stage derives from; none by default.</summary>
    public Func<ImageReference, ImmutableArray<DockerfileTrigger>> Triggers { get; init; } = _ => [];

    /// <summary>The platform that <c>TARGETPLATFORM</c> and its kin hold, <c>os/architecture[/variant]</c>.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>The platform that <c>BUILDPLATFORM</c> and its kin hold; the target's own when null.</summary>
    public string? BuildPlatform { get; init; }
}
