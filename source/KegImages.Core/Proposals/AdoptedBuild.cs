using KegImages.Configuration;
using KegImages.Dockerfiles;

namespace KegImages.Proposals;

/// <summary>One thing that a repository builds already: a Dockerfile, and what is said beside it. Paths are relative to the root, with
/// <c>/</c>; the root itself is <c>.</c>.</summary>
internal sealed record AdoptedBuild
{
    /// <summary>What it is called where it stands: by its folder, or by the target or service that builds it.</summary>
    public required string Word { get; init; }

    public required string DockerfilePath { get; init; }

    /// <summary>The Dockerfile's text.</summary>
    public required string Text { get; init; }

    /// <summary>The folder that is the build context; null where nobody says it.</summary>
    public string? Context { get; init; }

    /// <summary>The stage to build; null for the last one.</summary>
    public string? Target { get; init; }

    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Named build contexts.</summary>
    public ImmutableSortedDictionary<string, string> Contexts { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>What it is pushed as, where that is said.</summary>
    public ImmutableArray<ImageReference> Tags { get; init; } = [];

    /// <summary>Build args that a file of the Keg tools gives, which need not be said again.</summary>
    public ImmutableSortedDictionary<string, string> Known { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The args whose value was found here, because the Dockerfile has none, with the place that needs one.</summary>
    public ImmutableSortedDictionary<string, SourceLocation> Asked { get; init; } =
        ImmutableSortedDictionary.Create<string, SourceLocation>(StringComparer.Ordinal);

    /// <summary>The folder that the image is taken from.</summary>
    public string Folder => FolderOf(DockerfilePath);

    /// <summary>The build context where <c>keg.yml</c> says none.</summary>
    public string UsualContext => ContextOf(DockerfilePath);

    /// <summary>What the Dockerfile has in its name for itself; null where that is nothing.</summary>
    public string? Own => DockerfileName.OwnPart(DockerfilePath.Split('/')[^1]);

    /// <summary>What it is called where <c>keg.yml</c> does not say it.</summary>
    public string UsualName => Known.GetValueOrDefault(ValuesFormat.Image) ?? Own ?? UsualContext.Split('/')[^1];

    /// <summary>Whether its folder alone finds the Dockerfile.</summary>
    public bool HasUsualName => DockerfilePath.Split('/')[^1] == DockerfileName.Usual;

    /// <summary>Whether another build makes the very same image.</summary>
    public bool IsSameAs(AdoptedBuild other) => DockerfilePath == other.DockerfilePath && Target == other.Target && Context == other.Context
        && Args.SequenceEqual(other.Args) && Contexts.SequenceEqual(other.Contexts) && Platforms.SequenceEqual(other.Platforms);

    /// <summary>What it uses once its ARGs have the values that are known.</summary>
    /// <exception cref="WrongUseException">Everything that is not understood, each with its line.</exception>
    public DockerfileUse Read() => Dockerfile.Parse(Text, DockerfilePath).Resolve(Inputs);

    /// <summary>What is known besides the Dockerfile.</summary>
    public DockerfileInputs Inputs => new()
    {
        Target = Target,
        Args = Known.SetItems(Args),
        Contexts = Contexts.Keys.ToHashSet(StringComparer.Ordinal),
    };

    /// <summary>The builds, of which one only of a folder is what its <c>values.yml</c> calls <c>IMAGE</c>.</summary>
    public static ImmutableArray<AdoptedBuild> WithOneOfEachFolder(IReadOnlyCollection<AdoptedBuild> builds)
    {
        var named = builds.GroupBy(build => build.Folder, StringComparer.Ordinal)
            .Select(folder => folder.OrderBy(build => !build.HasUsualName).First()).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. builds.Select(build => named.Contains(build) ? build : build with { Known = build.Known.Remove(ValuesFormat.Image) })];
    }

    /// <summary>The usual build context of a Dockerfile.</summary>
    public static string ContextOf(string path) =>
        FolderOf(path) is var folder && folder.Split('/')[^1] == ImageFolder.ContainerName ? FolderOf(folder) : folder;

    public static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : ".";
}
