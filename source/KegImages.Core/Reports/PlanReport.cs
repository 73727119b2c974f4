using KegImages.Planning;

namespace KegImages.Reports;

/// <summary>A plan for people as a table and for machines as <c>output/plan.json</c>.</summary>
/// <param name="Provider">Where images are pushed to and parents come from.</param>
/// <param name="Push">Whether images are pushed.</param>
/// <param name="Tags">The tags that name each image when all is green.</param>
/// <param name="Images">One entry an image, parents before children.</param>
public sealed record PlanReport(string Provider, bool Push, IReadOnlyList<string> Tags, IReadOnlyList<PlannedImage> Images)
{
    /// <summary>What was asked for and is left out.</summary>
    public IReadOnlyList<PlannedImage> Skipped { get; init; } = [];

    /// <summary>
    /// Why the set stays where a person put it, so that nothing is built and no tag moves; not written where nobody holds it.
    /// </summary>
    public string? Held { get; init; }

    /// <summary>
    /// Whether what is pushed gets its content tag only, so that none of <see cref="Tags"/> moves; not written where they move.
    /// </summary>
    public bool ContentOnly { get; init; }

    /// <summary>Further providers, which get the same digests; not written where there are none.</summary>
    public IReadOnlyList<string>? Mirrors { get; init; }

    /// <summary>The tests that the plan comes to; not written where no image has any.</summary>
    public PlannedTests? Tests { get; init; }

    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The report of a plan.</summary>
    public static PlanReport Of(BuildPlan plan, PlanRequest request) => new(
        request.Provider.ToString(), plan.Push, [.. request.Tags.All.Select(tag => tag.ToString())],
        [.. plan.Images.Select(image => PlannedImage.Of(image) with { LastBuild = plan.LastBuilds.GetValueOrDefault(image.Name) })])
    {
        Held = plan.Held,
        ContentOnly = request.ContentOnly,
        Mirrors = request.Mirrors.IsEmpty ? null : [.. request.Mirrors.Select(mirror => mirror.ToString())],
        Skipped = [.. plan.Skipped.Select(PlannedImage.Of)],
    };

    /// <summary>The report where what decides is not known.</summary>
    /// <param name="why">Why not, as a clause for people.</param>
    public static PlanReport Unknown(PlanRequest request, string why) => new(
        request.Provider.ToString(), request.Push, [.. request.Tags.All.Select(tag => tag.ToString())],
        [.. request.Scope.Select(image => PlannedImage.Unknown(image, why))]);

    /// <summary>The report as JSON text.</summary>
    public string ToJson() => ReadableJson.Text(json => new PlanReportWriter(json).Write(this));

    /// <summary>The report as a tree of what is built on what, with a reason for each image, and the sum.</summary>
    /// <param name="width">The columns that there are.</param>
    /// <param name="tellsAll">Whether every image has a line of its own, with its group and its content tag.</param>
    internal ImmutableArray<Line> ToTree(int width, bool tellsAll) =>
    [
        .. new PlanTree(this, width, tellsAll).ToLines(),
        new Line(""),
        .. Wrapping.Of(Summary, width).Select(line => new Line(new Inked(line, Ink.Strong))),
        .. Tests is null ? [] : Wrapping.Of(Tests.Summary, width).Select(line => new Line(line)),
    ];

    internal string Summary
    {
        get
        {
            if (Images.Count(image => image.Plan == PlannedImage.NotKnown) is > 0 and var unknown)
                return $"{unknown} unknown: whether they would be built or reused cannot be said from here";
            var builds = Images.Count(image => image.Plan == "build");
            var what = $"{builds} to build, {Images.Count - builds} to reuse{(Skipped.Count == 0 ? "" : $", {Skipped.Count} skipped")}";
            return Held is not null ? $"{what}; {Held}"
                : !Push ? $"{what}; nothing is pushed"
                : ContentOnly ? $"{what}; pushed to {Provider} under content tags only, and no other tag moves"
                : $"{what}; then {string.Join(", ", Tags)} at {string.Join(" and ", (Mirrors ?? []).Prepend(Provider))}";
        }
    }
}

/// <summary>What a plan does with one image.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Group">Its group.</param>
/// <param name="Plan"><c>build</c>, <c>reuse</c>, <c>skip</c>, or <c>unknown</c> where what decides could not be asked.</param>
/// <param name="Reason">Why, as a clause for people.</param>
/// <param name="Content">The reference with its content tag; of a skipped image the one that stands for it; empty where it is not
/// known.</param>
/// <param name="Digest">The digest of a reused image in the registry; null where it is built, or only in the engine's store.</param>
/// <param name="Parents">What it is built on, members of the family by their names.</param>
public sealed record PlannedImage(string Image, string Group, string Plan, string Reason, string Content, string? Digest,
    IReadOnlyList<string> Parents)
{
    internal const string NotKnown = "unknown";

    /// <summary>How long it took when it was last built; not written where that is not known.</summary>
    public LastBuild? LastBuild { get; init; }

    internal static PlannedImage Unknown(Image image, string why) => new(
        image.Name.ToString(), image.Group.Name, NotKnown, why, "", null, ParentsOf(image));

    /// <summary>The digest that is reused, abbreviated, where there is one; else the content tag.</summary>
    internal string Shown =>
        Plan == "reuse" && Digest is not null ? References.Digest.Parse(Digest).Abbreviated : Content[(Content.LastIndexOf(':') + 1)..];

    internal static PlannedImage Of(ImageState image) => image switch
    {
        Planned { Step.Content: var content } => As("build", image, content),
        Reused { Content: var content } => As("reuse", image, content),
        Skipped { Pinned: var pinned } => As("skip", image, pinned),
        _ => throw new ArgumentOutOfRangeException(nameof(image)),
    };

    private static PlannedImage As(string plan, ImageState image, ImageReference content) => new(
        image.Name.ToString(), image.Image.Group.Name, plan, image.Reason, content.ToString(), image.Digest?.ToString(),
        ParentsOf(image.Image));

    private static string[] ParentsOf(Image image) =>
        [.. image.Parents.Select(parent => parent.Member?.ToString() ?? parent.Reference.ToString()).Distinct()];
}
