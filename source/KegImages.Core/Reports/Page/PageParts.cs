namespace KegImages.Reports.Page;

/// <summary>A layer of an image that none of its parents has.</summary>
/// <param name="Image">The image.</param>
/// <param name="Digest">The layer's digest.</param>
/// <param name="Size">Its bytes, compressed.</param>
/// <param name="File">The Dockerfile; null where what made the layer is not known.</param>
/// <param name="Line">The line of the instruction that made it.</param>
/// <param name="Instruction">The instruction, as the image's history or the Dockerfile says it.</param>
public sealed record PageLayer(string Image, string Digest, long Size, string? File = null, int? Line = null, string? Instruction = null);

/// <summary>The records of a tag.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Records">The records, the newest first.</param>
/// <param name="More">How many older ones there are that were not read.</param>
public sealed record PageHistory(string Tag, ImmutableArray<PageRecord> Records, int More);

/// <summary>A recorded set.</summary>
public sealed record PageRecord
{
    /// <summary>The commit; null where there is none.</summary>
    public string? Commit { get; init; }

    /// <summary>When the commit was made.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Who made the commit, and what its first line says; null where this clone does not have it.</summary>
    public string? Author { get; init; }

    /// <summary>The commit's first line.</summary>
    public string? Subject { get; init; }

    /// <summary>The branch that it was published from.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether it is what the tag names now.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>How it was put there by hand; null where it was not.</summary>
    public string? Hold { get; init; }

    /// <summary>The command that puts it back; null where that cannot be.</summary>
    public string? Restore { get; init; }

    /// <summary>Why it cannot be put back; null where it can.</summary>
    public string? Gone { get; init; }

    /// <summary>Its images.</summary>
    public required ImmutableArray<PageRecordedImage> Images { get; init; }
}

/// <summary>An image of a recorded set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its bytes, compressed.</param>
/// <param name="Fingerprint">What it is made of; null where that is not known.</param>
public sealed record PageRecordedImage(string Name, string Digest, long Size, string? Fingerprint = null);

/// <summary>What is behind.</summary>
public sealed record PageBehind
{
    /// <summary>The images from outside.</summary>
    public required ImmutableArray<PageOutside> Outside { get; init; }

    /// <summary>Parents that are no longer what their tag names.</summary>
    public ImmutableArray<PageMoved> Moved { get; init; } = [];

    /// <summary>Sets of branches that are gone; null where that was not asked.</summary>
    public IReadOnlyList<PageGoneBranch>? GoneBranches { get; init; }
}

/// <summary>An image from outside.</summary>
/// <param name="Reference">The image as the Dockerfile says it.</param>
/// <param name="Place">Where it is said first.</param>
/// <param name="UsedBy">The images that use it.</param>
public sealed record PageOutside(string Reference, string Place, ImmutableArray<string> UsedBy)
{
    /// <summary>What it is locked to; null where it is not.</summary>
    public string? Locked { get; init; }

    /// <summary>What its tag names now; null where that was not asked, or nothing.</summary>
    public string? Now { get; init; }

    /// <summary>When what is used was made, where it says so.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>How it stands, as a clause.</summary>
    public required string Says { get; init; }

    /// <summary>Whether a newer one is there.</summary>
    public bool IsBehind { get; init; }
}

/// <summary>A parent that moved.</summary>
/// <param name="Image">The image that stands on it.</param>
/// <param name="Parent">The parent.</param>
/// <param name="Was">The digest that the image stands on.</param>
/// <param name="Now">The one that the parent's tag names now; null where there is none.</param>
public sealed record PageMoved(string Image, string Parent, string Was, string? Now = null);

/// <summary>A set of a branch that is gone.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Branch">The branch.</param>
public sealed record PageGoneBranch(string Tag, string? Branch = null);

/// <summary>Something that Lint found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Image">The image.</param>
/// <param name="Place">Where.</param>
/// <param name="Message">What.</param>
/// <param name="Fix">What to do.</param>
public sealed record PageFinding(string Rule, string Severity, string Image, string Place, string Message, string Fix);
