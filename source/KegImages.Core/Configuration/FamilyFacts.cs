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
    /// <summary>What <c>images:</c> names with a group of its own, by the absolute path of the folder or Dockerfile.</summary>
    public ImmutableDictionary<string, ImageFolder> Declared { get; init; } = ImmutableDictionary<string, ImageFolder>.Empty;

    /// <summary>A path as a user would type it: relative to the root, with <c>/</c>.</summary>
    public string Shown(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The absolute path of one that is relative to the root.</summary>
    public string Rooted(string path) => Path.GetFullPath(Path.Combine(Root, path)).TrimEnd(Path.DirectorySeparatorChar);
}

/// <summary>What one folder pattern matched.</summary>
/// <param name="Folders">The folders, or Dockerfiles with theirs, in ordinal order, those taken out again by a <c>!</c> not among
/// them.</param>
internal sealed record FolderMatch(GroupSettings Group, Located<string> Pattern, ImmutableArray<ImageFolder> Folders)
{
    /// <summary>What is most likely a slip in a pattern that matched nothing, as a clause; null where nothing is.</summary>
    public string? Slip { get; init; }
}
