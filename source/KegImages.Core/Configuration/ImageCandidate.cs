using System.Collections.Immutable;
using KegImages.References;

namespace KegImages.Configuration;

/// <summary>An image folder together with all that is said of it, before its Dockerfile is read.</summary>
internal sealed record ImageCandidate
{
    /// <summary>Its name, and what says so.</summary>
    public required Located<ImageName> Name { get; init; }

    /// <summary>Its group.</summary>
    public required GroupSettings Group { get; init; }

    /// <summary>Its folder.</summary>
    public required ImageFolder Folder { get; init; }

    /// <summary>What <c>keg.yml</c> says of it.</summary>
    public ImageSettings? Said { get; init; }

    /// <summary>Its alias, and what says so; the name itself where nothing does.</summary>
    public required Located<string> Alias { get; init; }

    /// <summary>The Dockerfile's absolute path.</summary>
    public required string DockerfilePath { get; init; }

    /// <summary>The Dockerfile's path as messages show it.</summary>
    public required string DockerfileShown { get; init; }

    /// <summary>The Dockerfile's text.</summary>
    public required string DockerfileText { get; init; }

    /// <summary>The build context's absolute path.</summary>
    public required string ContextPath { get; init; }

    /// <summary>The stage to build.</summary>
    public string? Target { get; init; }

    /// <summary>Its build args.</summary>
    public required ImageArgs Args { get; init; }

    /// <summary>Its named build contexts.</summary>
    public required ImmutableSortedDictionary<string, string> Contexts { get; init; }

    /// <summary>The secrets and SSH agents that its build can mount.</summary>
    public required SecretDeclarations Secrets { get; init; }

    /// <summary>Where each of them is said.</summary>
    public required ImmutableSortedDictionary<string, SourceLocation> ContextPlaces { get; init; }

    /// <summary>Ports that a running container listens on.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];
}
