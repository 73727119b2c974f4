namespace KegImages.Reports.Page;

/// <summary>An image as the page shows it.</summary>
public sealed record PageImage
{
    /// <summary>Its name: repository and, where it is one of several, variant.</summary>
    public required string Name { get; init; }

    /// <summary>Its repository.</summary>
    public required string Repository { get; init; }

    /// <summary>Its variant; null where it is the only image of its repository.</summary>
    public string? Variant { get; init; }

    /// <summary>Its group.</summary>
    public required string Group { get; init; }

    /// <summary>How it stands.</summary>
    public required PageState State { get; init; }

    /// <summary>Why, as a clause for people.</summary>
    public required string Reason { get; init; }

    /// <summary>The whole why, down to the first cause, as a sentence; null where only <see cref="Reason"/> is known.</summary>
    public string? Sentence { get; init; }

    /// <summary>The reasons as a tree.</summary>
    public ImmutableArray<PageReason> Reasons { get; init; } = [];

    /// <summary>Its Dockerfile, relative to the family's folder where it lies below it.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>What it is built on.</summary>
    public ImmutableArray<PageParent> Parents { get; init; } = [];

    /// <summary>The tags that name it, or will.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The reference with its content tag.</summary>
    public string? Content { get; init; }

    /// <summary>The registry's digest; null where it is not there.</summary>
    public string? Digest { get; init; }

    /// <summary>How long its build took in this run, in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Whether the cache had every instruction's result.</summary>
    public bool IsCached { get; init; }

    /// <summary>The bytes that a pull of it moves.</summary>
    public PageSize? Size { get; init; }

    /// <summary>Why it failed, as the lines that people are shown.</summary>
    public ImmutableArray<string> Failure { get; init; } = [];

    /// <summary>The image that blocks it.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>Why it is behind, each as a sentence.</summary>
    public ImmutableArray<string> Behind { get; init; } = [];

    /// <summary>Its tests; null where it has none, or nothing is known of them.</summary>
    public IReadOnlyList<PageTest>? Tests { get; init; }

    /// <summary>Whether the run did something with it, or somebody should: it is neither reused nor left out.</summary>
    public bool IsChanged => State is not (PageState.Reused or PageState.Skipped or PageState.Unknown);

    /// <summary>The file with its whole log, relative to the page; null where there is none.</summary>
    public string? Log { get; init; }
}

/// <summary>How an image stands, as a colour and a sign say it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PageState>))]
public enum PageState
{
    /// <summary>It would be built.</summary>
    [JsonStringEnumMemberName("planned")]
    Planned,

    /// <summary>It was built, by instructions or from the cache.</summary>
    [JsonStringEnumMemberName("built")]
    Built,

    /// <summary>The same inputs were built before.</summary>
    [JsonStringEnumMemberName("reused")]
    Reused,

    /// <summary>Its build or one of its tests failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was not tried, because of another image or the builder.</summary>
    [JsonStringEnumMemberName("blocked")]
    Blocked,

    /// <summary>The run ended before its turn.</summary>
    [JsonStringEnumMemberName("unstarted")]
    Unstarted,

    /// <summary>It is there, and its tests did not run on it.</summary>
    [JsonStringEnumMemberName("untested")]
    Untested,

    /// <summary>It is there, and something that it stands on has moved since.</summary>
    [JsonStringEnumMemberName("behind")]
    Behind,

    /// <summary>It is left out.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>Nothing can be said of it.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>A reason, and what lies behind it.</summary>
/// <param name="Text">The reason as a clause.</param>
/// <param name="Because">What lies behind it.</param>
/// <param name="File">The file that changed, relative to the family's folder.</param>
/// <param name="Line">Its first line that changed, from 1.</param>
public sealed record PageReason(string Text, ImmutableArray<PageReason> Because, string? File = null, int? Line = null);

/// <summary>What an image is built on.</summary>
/// <param name="Name">The image's name where it is one of the family, else the reference.</param>
/// <param name="IsMember">Whether it is one of the family.</param>
/// <param name="Place">Where the Dockerfile says it.</param>
/// <param name="Digest">The digest that it stands on; null where that is not known.</param>
public sealed record PageParent(string Name, bool IsMember, string Place, string? Digest = null);

/// <summary>An image's bytes, compressed.</summary>
/// <param name="Total">All of them.</param>
public sealed record PageSize(long Total)
{
    /// <summary>Those of the layers that its parents do not have; null where its layers are not known.</summary>
    public long? Own { get; init; }

    /// <summary>How many layers are its own.</summary>
    public int? OwnLayers { get; init; }

    /// <summary>How many layers it has.</summary>
    public int? Layers { get; init; }

    /// <summary>All of them in the record that the run found; null where there is none.</summary>
    public long? Before { get; init; }
}

/// <summary>A test of an image.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="State"><c>passed</c>, <c>failed</c> or <c>skipped</c>.</param>
/// <param name="Lines">What it said, where it failed.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record PageTest(string Name, string State, ImmutableArray<string> Lines, double? Seconds = null);
