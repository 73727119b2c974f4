namespace KegImages.Configuration;

/// <summary>An image folder together with all that is said of it, before its Dockerfile is read.</summary>
internal sealed record ImageCandidate
{
    public required Located<ImageName> Name { get; init; }
    public required GroupSettings Group { get; init; }
    public required ImageFolder Folder { get; init; }

    /// <summary>What <c>keg.yml</c> says of it.</summary>
    public ImageSettings? Said { get; init; }

    /// <summary>Its alias, and what says so; the name itself where nothing does.</summary>
    public required Located<string> Alias { get; init; }

    /// <summary>The Dockerfile's absolute path.</summary>
    public required string DockerfilePath { get; init; }

    public required string DockerfileShown { get; init; }
    public required string DockerfileText { get; init; }

    /// <summary>The build context's absolute path.</summary>
    public required string ContextPath { get; init; }

    public string? Target { get; init; }
    public required ImageArgs Args { get; init; }
    public required ImmutableSortedDictionary<string, string> Contexts { get; init; }
    public required SecretDeclarations Secrets { get; init; }
    public required ImmutableSortedDictionary<string, SourceLocation> ContextPlaces { get; init; }
    public ImmutableArray<int> Ports { get; init; } = [];
    public ImmutableArray<TestFilePath> Tests { get; init; } = [];
}
