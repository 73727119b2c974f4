namespace KegImages.Dockerfiles;

/// <summary>What a Dockerfile's target uses, over all stages that it reaches.</summary>
public sealed record DockerfileUse
{
    /// <summary>The images, each with its use once, in order of appearance; never scratch, a stage or a named context.</summary>
    public required ImmutableArray<DockerfileParent> Parents { get; init; }

    /// <summary>The image that the target's own filesystem begins with, through all stages that it derives from; null when that is scratch
    /// or a context.</summary>
    public ImageReference? Base { get; init; }

    /// <summary>Every name that an ARG declares, globally, in a reached stage or in a trigger that fires: only these may be passed as build
    /// args.</summary>
    public required ImmutableSortedSet<string> DeclaredArgs { get; init; }

    /// <summary>The named contexts that are really used.</summary>
    public required ImmutableSortedSet<string> Contexts { get; init; }

    /// <summary>The secrets that reached stages and fired triggers mount, each mount once, in order of appearance.</summary>
    public required ImmutableArray<SecretMount> Secrets { get; init; }

    /// <summary>The SSH agents that they mount.</summary>
    public ImmutableArray<SecretMount> Ssh { get; init; } = [];

    /// <summary>What reached stages and fired triggers read of the main context: sources of <c>COPY</c>, <c>ADD</c> and bind mounts without
    /// <c>from</c>, their variables replaced; null for the whole context, also when something is not known for sure.</summary>
    public ImmutableSortedSet<string>? ContextSources { get; init; }

    /// <summary>What reached stages and fired triggers fetch with <c>ADD</c>, in order of appearance.</summary>
    public ImmutableArray<RemoteSource> Remotes { get; init; } = [];

    /// <summary>Whether a reached stage or a fired trigger runs a command: what only copies costs nothing to do again.</summary>
    public bool RunsCommands { get; init; }

    /// <summary>The ONBUILD instructions that the built image hands to its children.</summary>
    public required ImmutableArray<DockerfileTrigger> Triggers { get; init; }
}
