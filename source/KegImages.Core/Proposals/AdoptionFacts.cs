namespace KegImages.Proposals;

/// <summary>What is known of a repository that takes up this tool, read once.</summary>
internal sealed record AdoptionFacts
{
    /// <summary>What the repository is called: the last part of its remote, else its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Where its source can be seen; null where no remote says it.</summary>
    public Uri? Source { get; init; }

    /// <summary>The branch whose images carry the default tag.</summary>
    public required string DefaultBranch { get; init; }

    /// <summary><c>--registry</c>.</summary>
    public string? Registry { get; init; }

    /// <summary><c>--namespace</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>All files that are tracked or may be, relative to the root, with <c>/</c>.</summary>
    public required ImmutableSortedSet<string> Files { get; init; }

    /// <summary>The builds that were found.</summary>
    public required ImmutableArray<AdoptedBuild> Builds { get; init; }

    /// <summary>The folders of those files.</summary>
    public ImmutableHashSet<string> Folders => field ??= [.. Files.SelectMany(Above)];

    private static IEnumerable<string> Above(string path)
    {
        for (var folder = AdoptedBuild.FolderOf(path); folder != "."; folder = AdoptedBuild.FolderOf(folder))
            yield return folder;
    }
}
