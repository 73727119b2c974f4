namespace KegImages.Configuration;

/// <summary>What <c>keg.yml</c> says of one image, over what its folder says; null and empty where it says nothing.</summary>
public sealed record ImageSettings
{
    /// <summary>The image's name, and where the entry begins.</summary>
    public required Located<ImageName> Name { get; init; }

    /// <summary>The group that the image is in, for one that no folder of a group finds.</summary>
    public Located<string>? Group { get; init; }

    /// <summary>The image folder that gets this name.</summary>
    public Located<string>? Folder { get; init; }

    /// <summary>A second, shorter name.</summary>
    public Located<string>? Alias { get; init; }

    /// <summary>The Dockerfile's path.</summary>
    public Located<string>? Dockerfile { get; init; }

    /// <summary>The build context's folder.</summary>
    public Located<string>? Context { get; init; }

    /// <summary>The stage to build.</summary>
    public string? Target { get; init; }

    /// <summary>Platforms to build for.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>Build args for this image.</summary>
    public ImmutableSortedDictionary<string, Located<string>> Args { get; init; } = Sorted.Empty<Located<string>>();

    /// <summary>Named build contexts for this image.</summary>
    public ImmutableSortedDictionary<string, Located<string>> Contexts { get; init; } = Sorted.Empty<Located<string>>();

    /// <summary>The secrets and SSH agents that the image's build can mount, paths relative to <c>keg.yml</c>.</summary>
    public SecretDeclarations Secrets { get; init; } = SecretDeclarations.None;

    /// <summary>Ports that a running container listens on.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary>The files that say how it is tested, relative to <c>keg.yml</c>; null for the one beside its Dockerfile.</summary>
    public ImmutableArray<Located<string>>? Tests { get; init; }

    /// <summary>The images that share its repository, each with all that is said of it; none where the repository has one image.</summary>
    public ImmutableArray<ImageSettings> Variants { get; init; } = [];

    /// <summary>Whether it is the variant that is published without its name too.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Its variants, or itself where it has none.</summary>
    internal IEnumerable<ImageSettings> Each => Variants.IsEmpty ? [this] : Variants;
}
