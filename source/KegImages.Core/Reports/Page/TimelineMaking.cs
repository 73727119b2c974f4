namespace KegImages.Reports.Page;

/// <summary>What the bars of a run say together: who waited for whom, and which of them decided how long it took.</summary>
public static class TimelineMaking
{
    // Less than that passes between the end of one build and the beginning of the next.
    private const double AtOnce = 0.25;

    // A step for each line of a Dockerfile and some more: what has thousands is no page that anybody reads.
    private const int MostSteps = 200;

    /// <summary>The timeline of bars, with what each waited for, the critical path, and the times of an earlier run beside them.</summary>
    /// <param name="begun">When the first build began.</param>
    /// <param name="bars">The bars.</param>
    /// <param name="parents">The images that an image is built on.</param>
    /// <param name="before">The earlier run; null where none is known.</param>
    /// <param name="commit">The run's commit.</param>
    public static PageTimeline Of(DateTimeOffset begun, ImmutableArray<PageBar> bars, Func<string, IEnumerable<string>> parents,
        EarlierRun? before, string? commit)
    {
        var byName = bars.ToDictionary(bar => bar.Image, StringComparer.Ordinal);
        ImmutableArray<PageBar> waited = [.. bars.OrderBy(bar => bar.Begin).ThenBy(bar => bar.Image, StringComparer.Ordinal)
            .Select(bar => Waited(bar, [.. parents(bar.Image).Distinct(StringComparer.Ordinal).Where(byName.ContainsKey)
                .Select(parent => byName[parent])], bars) with { Before = BeforeOf(before, bar.Image) })];
        return new PageTimeline(begun, bars.Select(bar => bar.End).DefaultIfEmpty(0).Max(), waited)
        {
            Before = before,
            Commit = commit,
            Critical = CriticalOf(waited),
        };
    }

    /// <summary>The bars of what a run wrote down; of an image that was built twice, the last time counts.</summary>
    /// <param name="run">What was written down.</param>
    /// <param name="made">How the images ended.</param>
    public static (DateTimeOffset Begun, ImmutableArray<PageBar> Bars) BarsOf(RunTimeline run, FamilyReport? made)
    {
        var reports = (made?.Images ?? []).ToDictionary(image => image.Image, StringComparer.Ordinal);
        var images = run.Images.Where(image => image.Ended is not null).GroupBy(image => image.Image, StringComparer.Ordinal)
            .Select(rounds => rounds.Last()).ToList();
        var begun = run.Images.Select(image => image.Begun).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Min();
        return (begun, [.. images.Select(image => BarOf(image, begun, reports.GetValueOrDefault(image.Image)))]);
    }

    private static PageBar BarOf(TimelineImage image, DateTimeOffset begun, ImageReport? made)
    {
        var (begin, end) = (Seconds(image.Begun), Seconds(image.Ended!.Value));
        var steps = image.Steps.Where(step => step.Ended is not null && IsWork(step.Text)).Take(MostSteps).ToList();
        // A builder elsewhere may have another time: what it says fits into what was seen of it here.
        var early = steps.Select(step => Seconds(step.Begun)).DefaultIfEmpty(begin).Min();
        var late = steps.Select(step => Seconds(step.Ended!.Value)).DefaultIfEmpty(end).Max();
        var shift = early < begin - AtOnce ? begin - early : late > end + AtOnce ? end - late : 0;
        return new PageBar(image.Image, image.Worker, begin, end,
        [
            .. steps.Select(step => new PageStep(step.Text, Within(Seconds(step.Begun) + shift), Within(Seconds(step.Ended!.Value) + shift))
            {
                IsCached = step.IsCached,
            }),
        ])
        {
            IsFailed = made?.State == "failed",
            IsCached = made?.State == "cached",
        };

        double Seconds(DateTimeOffset time) => Math.Round((time - begun).TotalSeconds, 3);

        double Within(double at) => Math.Round(Math.Clamp(at, begin, end), 3);
    }

    // Instructions begin with their number; what hands the image on counts as well.
    private static bool IsWork(string step) => char.IsAsciiDigit(step[0]) || step.StartsWith("exporting ", StringComparison.Ordinal)
        || step.StartsWith("pushing ", StringComparison.Ordinal);

    /// <summary>What is kept of a run for the next one.</summary>
    public static EarlierRun Kept(PageTimeline run) => new(run.Begun, run.Seconds,
        run.Bars.Where(bar => !bar.IsFailed).ToImmutableSortedDictionary(bar => bar.Image, bar => Math.Round(bar.End - bar.Begin, 3),
            StringComparer.Ordinal), run.Commit);

    private static double? BeforeOf(EarlierRun? before, string image) =>
        before?.Images.TryGetValue(image, out var seconds) == true ? seconds : null;

    private static PageBar Waited(PageBar bar, IReadOnlyList<PageBar> parents, ImmutableArray<PageBar> bars)
    {
        var parent = parents.OrderByDescending(other => other.End).ThenBy(other => other.Image, StringComparer.Ordinal).FirstOrDefault();
        var ready = parent?.End ?? 0;
        var idle = Math.Round(Math.Max(0, bar.Begin - ready), 3);
        // Whoever had its worker until then, where it could have begun earlier.
        var holder = idle <= AtOnce ? null : bars.Where(other => other.Worker == bar.Worker && other.Image != bar.Image
            && other.End <= bar.Begin + 0.001).OrderByDescending(other => other.End).FirstOrDefault();
        return bar with
        {
            WaitedFor = (holder ?? parent)?.Image,
            WaitedForParent = holder is null && parent is not null,
            IdleSeconds = idle,
        };
    }

    private static ImmutableArray<string> CriticalOf(ImmutableArray<PageBar> bars)
    {
        var byName = bars.ToDictionary(bar => bar.Image, StringComparer.Ordinal);
        var path = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var bar = bars.OrderByDescending(one => one.End).ThenBy(one => one.Image, StringComparer.Ordinal).FirstOrDefault();
            bar is not null && seen.Add(bar.Image);
            bar = bar.WaitedFor is null ? null : byName.GetValueOrDefault(bar.WaitedFor))
            path.Add(bar.Image);
        path.Reverse();
        return [.. path];
    }
}
