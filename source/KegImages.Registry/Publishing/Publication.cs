using KegImages.Tagging;

namespace KegImages.Publishing;

/// <summary>A set of green images, the tags that name them, and what is needed to know whether these may move.</summary>
public sealed record Publication
{
    /// <summary>The images, each once.</summary>
    public required ImmutableArray<PublishedImage> Images { get; init; }

    /// <summary>The tags.</summary>
    public required TagSet Tags { get; init; }

    /// <summary>The branch that is published; null when only a tag was given.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>The commit that is published; null in a repository with none.</summary>
    public CommitId? Commit { get; init; }

    /// <summary>When that commit was made.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>Where the source can be seen, for the record.</summary>
    public Uri? SourceUrl { get; init; }

    /// <summary>Whether the images are all of the family; else the others of the set stay as they are.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The record now under the primary tag; null when there is none, and the images' labels alone say who owns a tag.</summary>
    public FamilyRecord? Current { get; init; }

    /// <summary>Tells which of two commits is older; null where no clone is at hand, and their times decide.</summary>
    public IHistory? History { get; init; }
}
