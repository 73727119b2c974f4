using KegImages.Dockerfiles;

namespace KegImages.Images;

/// <summary>One image of the family as its folder and <c>keg.yml</c> describe it; every path is absolute unless it says
/// otherwise.</summary>
public sealed record Image
{
    /// <summary>The name of its repository below the provider.</summary>
    public required ImageName Name { get; init; }

    /// <summary>A second, shorter name that commands accept and URLs use; the name itself where none is given. A variant that is not the
    /// default one has its name behind it: <c>evf:node22</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>Whether it is what its repository's name alone means: of several, the one that is published without its variant's name
    /// too.</summary>
    public bool IsDefaultVariant { get; init; } = true;

    /// <summary>The group that it belongs to.</summary>
    public required ImageGroup Group { get; init; }

    /// <summary>The Dockerfile's path.</summary>
    public required string DockerfilePath { get; init; }

    /// <summary>The build context's folder.</summary>
    public required string ContextPath { get; init; }

    /// <summary>The path of its <c>values.yml</c>; null where it has none.</summary>
    public string? ValuesPath { get; init; }

    /// <summary>Whether its <c>values.yml</c> is another image's first: what can be said of one only, such as <c>KEG_IMAGE_FROM</c>, is
    /// that one's.</summary>
    public bool SharesValues { get; init; }

    /// <summary>The folder that holds what is said of the image: its <c>values.yml</c> and, unless <c>keg.yml</c> names another, its
    /// Dockerfile.</summary>
    public string FolderPath
    {
        get => field ?? Path.GetDirectoryName(DockerfilePath)!;
        init;
    }

    /// <summary>The Dockerfile, read.</summary>
    public required Dockerfile Dockerfile { get; init; }

    /// <summary>What the Dockerfile's target uses, ONBUILD triggers of parents in the family included: declared args, contexts,
    /// secrets.</summary>
    public DockerfileUse Use { get; init; } = new() { Parents = [], DeclaredArgs = [], Contexts = [], Secrets = [], Triggers = [] };

    /// <summary>The stage to build; null for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Build args that <c>keg.yml</c> and <c>values.yml</c> give, later ones winning; only those that the Dockerfile or a parent's
    /// ONBUILD declares are passed on.</summary>
    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Where a build arg's value stands, for those that a file or an option gives.</summary>
    public ImmutableSortedDictionary<string, SourceLocation> ArgPlaces { get; init; } =
        ImmutableSortedDictionary.Create<string, SourceLocation>(StringComparer.Ordinal);

    /// <summary>The secrets that its build can be given, by id; only those that it mounts are.</summary>
    public ImmutableSortedDictionary<string, BuildSecret> Secrets { get; init; } =
        ImmutableSortedDictionary.Create<string, BuildSecret>(StringComparer.Ordinal);

    /// <summary>The SSH agents and keys that its build can be given, by id; only those that it mounts are.</summary>
    public ImmutableSortedDictionary<string, SshForward> Ssh { get; init; } =
        ImmutableSortedDictionary.Create<string, SshForward>(StringComparer.Ordinal);

    /// <summary>Named build contexts: name → folder, git URL or image, as <c>--build-context</c> takes them.</summary>
    public ImmutableSortedDictionary<string, string> Contexts { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Where each named build context is said, for messages.</summary>
    public ImmutableSortedDictionary<string, SourceLocation> ContextPlaces { get; init; } =
        ImmutableSortedDictionary.Create<string, SourceLocation>(StringComparer.Ordinal);

    /// <summary>The platforms to build for; empty for the builder's own.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>What it says of itself when it is pushed.</summary>
    public Attestations Attest { get; init; } = Attestations.None;

    /// <summary>Ports that a running container listens on.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary><c>KEG_BASE_IMAGE</c>: the parent chosen for building, where <c>values.yml</c> says one.</summary>
    public ImageReference? KegBaseImage { get; init; }

    /// <summary><c>KEG_IMAGE_FROM</c>: the image that a tap runs, where <c>values.yml</c> says one.</summary>
    public ImageReference? KegImageFrom { get; init; }

    /// <summary>The files that say how it is tested; none where nothing does.</summary>
    public ImmutableArray<TestFilePath> Tests { get; init; } = [];

    /// <summary>The images that it derives or copies from, over all stages that its target reaches.</summary>
    public ImmutableArray<Parent> Parents { get; init; } = [];
}
