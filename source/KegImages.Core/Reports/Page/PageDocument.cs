namespace KegImages.Reports.Page;

/// <summary>All that the page of a family shows, as <c>output/report.json</c> has it and as it stands in <c>output/family.html</c>. A part
/// that is null was not looked at; <see cref="Unread"/> says which command does.</summary>
public sealed record PageDocument
{
    /// <summary>The version of the document's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What was run, where, and how it ended.</summary>
    public required PageRun Run { get; init; }

    /// <summary>The images, parents before children.</summary>
    public required ImmutableArray<PageImage> Images { get; init; }

    /// <summary>When what was built; null where nothing was.</summary>
    public PageTimeline? Timeline { get; init; }

    /// <summary>The largest layers, the largest first.</summary>
    public IReadOnlyList<PageLayer>? Layers { get; init; }

    /// <summary>The records of the tag, the newest first.</summary>
    public PageHistory? History { get; init; }

    /// <summary>What is behind.</summary>
    public PageBehind? Behind { get; init; }

    /// <summary>What Lint found.</summary>
    public IReadOnlyList<PageFinding>? Lint { get; init; }

    /// <summary>What was not read, and how it is.</summary>
    public ImmutableArray<PageUnread> Unread { get; init; } = [];

    /// <summary>The document as JSON text for machines.</summary>
    public string ToJson() => PageText.Relaxed(writer => writer.Write(this)) + "\n";

    /// <summary>Reads such a text. Throws <see cref="UnreadableDocumentException"/> where it is none.</summary>
    public static PageDocument Parse(string json) => new OutsideDocument("the family's page").Read(json, PageContext.Default.PageDocument);
}

/// <summary>A part of the page that was not read.</summary>
/// <param name="Part"><c>explanations</c>, <c>timeline</c>, <c>history</c>, <c>behind</c>, <c>lines</c> or <c>lint</c>.</param>
/// <param name="Why">Why not, as a sentence.</param>
/// <param name="Next">The command that reads it; null where none does.</param>
public sealed record PageUnread(string Part, string Why, string? Next = null);
