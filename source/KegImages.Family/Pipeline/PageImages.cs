using KegImages.Explaining;
using KegImages.Reports;
using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>The images of a run as its page shows them: what plan, outcome and explanation say of each, put side by side.</summary>
/// <param name="Model">The family.</param>
/// <param name="Plan">What was planned.</param>
internal sealed record PageImages(FamilyModel Model, PlanReport Plan)
{
    /// <summary>How the images ended; null before anything was built.</summary>
    public FamilyReport? Made { get; init; }

    /// <summary>Why each is built or reused; those of which it is not known are missing.</summary>
    public IReadOnlyDictionary<ImageName, Explanation> Explained { get; init; } = ImmutableDictionary<ImageName, Explanation>.Empty;

    /// <summary>The digests of what images from outside are pinned to.</summary>
    public IReadOnlyDictionary<ImageReference, ImageReference> Pins { get; init; } =
        ImmutableDictionary<ImageReference, ImageReference>.Empty;

    /// <summary>The images that have tests.</summary>
    public IReadOnlySet<ImageName> WithTests { get; init; } = ImmutableHashSet<ImageName>.Empty;

    /// <summary>Their sizes, as far as they are known.</summary>
    public IReadOnlyDictionary<ImageName, PageSize> Sizes { get; init; } = ImmutableDictionary<ImageName, PageSize>.Empty;

    /// <summary>Why images are behind.</summary>
    public ILookup<string, string> Behind { get; init; } = Array.Empty<string>().ToLookup(text => text);

    /// <summary>Finds the file with an image's log, relative to the page; null where there is none.</summary>
    public Func<ImageName, string?> LogOf { get; init; } = _ => null;

    /// <summary>The images in scope, and those that they are built on.</summary>
    public ImmutableArray<PageImage> All
    {
        get
        {
            var made = (Made?.Images ?? []).ToDictionary(image => image.Image, StringComparer.Ordinal);
            var family = Model.Family;
            var asked = family.Images.Where(image => Planned.ContainsKey(image.Name.ToString())).ToList();
            var shown = asked.Concat(family.AncestorsOf(asked)).Select(image => image.Name).ToHashSet();
            return [.. family.Images.Where(image => shown.Contains(image.Name)).Select(image =>
                Of(image, Planned.GetValueOrDefault(image.Name.ToString()), made))];
        }
    }

    private Dictionary<string, PlannedImage> Planned =>
        field ??= Plan.Images.Concat(Plan.Skipped).ToDictionary(image => image.Image, StringComparer.Ordinal);

    private PageImage Of(Image image, PlannedImage? planned, Dictionary<string, ImageReport> reports)
    {
        var name = image.Name.ToString();
        var made = reports.GetValueOrDefault(name);
        var explained = Explained.GetValueOrDefault(image.Name);
        var state = StateOf(planned, made, WithTests.Contains(image.Name));
        ImmutableArray<string> behind = [.. Behind[name].Distinct(StringComparer.Ordinal)];
        return new PageImage
        {
            Name = name,
            Repository = image.Name.Repository,
            Variant = image.Name.Variant?.ToString(),
            Group = image.Group.Name,
            State = !behind.IsEmpty && state is (PageState.Reused or PageState.Skipped) ? PageState.Behind : state,
            Reason = made?.WhyNotTried ?? planned?.Reason ?? "not asked for: it comes from the provider",
            Sentence = explained?.Sentence,
            Reasons = [.. (explained?.Reasons ?? []).Select(ReasonOf)],
            Dockerfile = image.Dockerfile.Path,
            Parents = [.. image.Parents.Select(edge => ParentOf(edge, reports)).DistinctBy(parent => parent.Name)],
            Tags = made is { Tags.Count: > 0 } ? [.. made.Tags] : [],
            Content = planned?.Content is { Length: > 0 } content ? content : null,
            Digest = made?.Digest ?? planned?.Digest,
            Seconds = made?.Seconds,
            IsCached = made?.State == "cached",
            Size = Sizes.GetValueOrDefault(image.Name) ?? (made?.Size is { } size ? new PageSize(size) : null),
            Failure = [.. made?.Failure ?? []],
            BlockedBy = made?.BlockedBy ?? made?.StoppedBy,
            Behind = behind,
            Tests = TestsOf(made?.Tests),
            Log = LogOf(image.Name),
        };
    }

    private static PageState StateOf(PlannedImage? planned, ImageReport? made, bool hasTests) => (made?.State, planned?.Plan) switch
    {
        _ when made?.Tests is { State: ImageTestReport.DidFail } => PageState.Failed,
        ("built" or "cached" or "reused", _) when hasTests && made.Tests is null => PageState.Untested,
        ("built" or "cached", _) => PageState.Built,
        ("reused", _) => PageState.Reused,
        ("failed", _) => PageState.Failed,
        ("blocked", _) => PageState.Blocked,
        ("unstarted", _) => PageState.Unstarted,
        (_, "build") => PageState.Planned,
        (_, "reuse") => PageState.Reused,
        (_, PlannedImage.NotKnown) => PageState.Unknown,
        _ => PageState.Skipped,
    };

    private PageParent ParentOf(Parent edge, Dictionary<string, ImageReport> made) => edge.Member is { } member
        ? new PageParent(member.ToString(), true, edge.Location.ToString(), made.GetValueOrDefault(member.ToString())?.Digest
            ?? Planned.GetValueOrDefault(member.ToString())?.Digest)
        : new PageParent(edge.Reference.Familiar, false, edge.Location.ToString(),
            (edge.Reference.Digest ?? Pins.GetValueOrDefault(edge.Reference)?.Digest)?.ToString());

    private static PageTest[]? TestsOf(ImageTestReport? tests) => tests is null ? null
        : tests.State == ImageTestReport.Known
            ? [new PageTest($"{Human.Counted(tests.Count, "test")} of {string.Join(", ", tests.Files)}, known to pass", "passed", [])]
            : [.. tests.Cases.Select(test => new PageTest($"{test.Kind}: {test.Name}", test.Failures.Count == 0 ? "passed" : "failed",
                [.. test.Failures], test.Seconds))];

    private static PageReason ReasonOf(Reason reason) =>
        new(reason.Text, [.. reason.Because.Select(ReasonOf)], reason.File, reason.Line);
}
