namespace KegImages.Opening;

/// <summary>Where: the family's folder, what is used in place of what its files say, and where its images are. As typed.</summary>
public sealed record FamilyPlace
{
    /// <summary>The folder that holds <c>keg.yml</c>.</summary>
    public required string Root { get; init; }

    /// <summary><c>--registry</c>: the registry, in place of that of <c>keg.yml</c>'s provider.</summary>
    public string? Registry { get; init; }

    /// <summary><c>--namespace</c>: the namespace, in place of that of <c>keg.yml</c>'s provider.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>--no-registry</c>: use what is on this machine, and ask no registry.</summary>
    public bool NoRegistry { get; init; }

    /// <summary><c>--node-image</c>: the image that the base is built on, as the build arg <c>KEG_NODE_IMAGE</c>.</summary>
    public string? NodeImage { get; init; }

    /// <summary><c>--base-image</c>: what taps are built on, in place of what their files say; null for those, or for the variable
    /// <c>KEG_BASE_IMAGE</c>.</summary>
    public string? BaseImage { get; init; }

    /// <summary>Who chose <see cref="BaseImage"/>, for people: the option, where nothing else did.</summary>
    internal string BaseImageFrom { get; init; } = "--base-image";

    /// <summary>
    /// <c>--context</c>: named build contexts, <c>name=folder</c> or <c>name=url</c>, in place of those in <c>keg.yml</c>.
    /// </summary>
    public ImmutableArray<string> Contexts { get; init; } = [];

    /// <summary><c>--secret</c>: secrets of builds by where they are, in place of those that files declare under the same id.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary><c>--ssh</c>: SSH agents and keys, in place of those that files declare under the same id.</summary>
    public ImmutableArray<string> Ssh { get; init; } = [];
}
