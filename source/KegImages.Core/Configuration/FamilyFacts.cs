namespace KegImages.Configuration;

/// <summary>What the disk says of the family, read once; every path is absolute.</summary>
/// <param name="Root">The folder that holds <c>keg.yml</c>.</param>
/// <param name="Matches">What each folder pattern of each group matched, in the order of <c>keg.yml</c>.</param>
/// <param name="Dockerfiles">The texts of the Dockerfiles that <c>keg.yml</c> names itself, by path.</param>
internal sealed record FamilyFacts(
    string Root,
    ImmutableArray<FolderMatch> Matches,
    ImmutableDictionary<string, string> Dockerfiles,
    ImmutableHashSet<string> Folders)
{
    /// <summary>A path as a user would type it: relative to the root, with <c>/</c>.</summary>
    public string Shown(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The absolute path of one that is relative to the root.</summary>
    public string Rooted(string path) => Path.GetFullPath(Path.Combine(Root, path)).TrimEnd(Path.DirectorySeparatorChar);
}

/// <summary>What one folder pattern matched.</summary>
/// <param name="Folders">The folders, in ordinal order, those taken out again by a <c>!</c> not among them.</param>
internal sealed record FolderMatch(GroupSettings Group, Located<string> Pattern, ImmutableArray<ImageFolder> Folders)
{
    /// <summary>What is most likely a slip in a pattern that matched nothing, as a clause; null where nothing is.</summary>
    public string? Slip { get; init; }
}

/// <summary>A folder that a pattern matched: <c>x/container</c> where <c>x</c> has one with a Dockerfile or <c>values.yml</c>, else the
/// folder itself.</summary>
/// <param name="Dockerfile">The Dockerfile's text; null when there is none.</param>
/// <param name="Values">What its <c>values.yml</c> says; null when there is none.</param>
/// <param name="Problems">What is wrong with its <c>values.yml</c>.</param>
internal sealed record ImageFolder(string Path, string? Dockerfile, ImageValues? Values, IReadOnlyList<Problem> Problems)
{
    internal const string ContainerName = "container";
    internal const string DockerfileName = "Dockerfile";

    /// <summary>The build context where nothing else is said: the folder above <c>container</c>, or the folder itself.</summary>
    public string Context => System.IO.Path.GetFileName(Path) == ContainerName ? System.IO.Path.GetDirectoryName(Path)! : Path;

    /// <summary>The image's name where nothing else is said.</summary>
    public string Name => System.IO.Path.GetFileName(Context);

    public string DockerfilePath => System.IO.Path.Combine(Path, DockerfileName);

    /// <summary>The path of its <c>values.yml</c>.</summary>
    public string ValuesPath => System.IO.Path.Combine(Path, ImageValues.FileName);
}
