namespace KegImages.Running;

/// <summary>What was built into an image beside what is checked out: file sync copies the latter over the former.</summary>
public sealed record SyncFacts
{
    private const int MostNames = 5;

    /// <summary>The branch that the image was built from; null where it does not say.</summary>
    public BranchName? BuiltBranch { get; init; }

    /// <summary>The commit that it was built at; null where it does not say.</summary>
    public CommitId? BuiltCommit { get; init; }

    /// <summary>The branch that is checked out; null where none is.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>The commit that is checked out; null where there is none.</summary>
    public CommitId? Commit { get; init; }

    /// <summary>
    /// The tap's files that differ between that commit and the working tree; null where this clone does not have the commit.
    /// </summary>
    public ImmutableArray<string>? Differing { get; init; }

    /// <summary>Where the tap's files are in the container; null where that is not known.</summary>
    public string? Target { get; init; }

    /// <summary>What to tell about it; null where image and checkout agree, or the image says nothing.</summary>
    public string? Warning(string image)
    {
        var isOtherBranch = BuiltBranch is not null && BuiltBranch != Branch;
        if (!isOtherBranch && (BuiltCommit is null || BuiltCommit == Commit))
            return null;
        var built = Place(BuiltBranch, BuiltCommit);
        var ours = Place(Branch, Commit);
        var what = Differing switch
        {
            null => $"file sync would overwrite all of {Target ?? "the tap's folder"} in the container, and this clone does not have "
                + "that commit to compare with",
            [] => null,
            { Length: 1 } one => $"file sync would overwrite {one[0]} in the container",
            var many => $"file sync would overwrite {many.Value.Length} files{(Target is null ? "" : $" below {Target}")} in the "
                + $"container: {string.Join(", ", many.Value.Take(MostNames))}{(many.Value.Length > MostNames ? ", …" : "")}",
        };
        return what is null
            ? isOtherBranch ? $"Note: {image} was built on {built}, and {ours} is checked out: the tap's own files are the same" : null
            : $"Warning: {image} was built on {built}, and {ours} is checked out: {what}";
    }

    private static string Place(BranchName? branch, CommitId? commit) => (branch, commit) switch
    {
        (null, null) => "nothing known",
        (null, { } at) => $"commit {at.Abbreviated}",
        ({ } on, null) => $"'{on}'",
        ({ } on, { } at) => $"'{on}' at {at.Abbreviated}",
    };
}
