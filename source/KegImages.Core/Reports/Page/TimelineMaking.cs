namespace KegImages.Reports.Page;

/// <summary>What the bars of a run say together: who waited for whom, and which of them decided how long it took.</summary>
public static class TimelineMaking
{
    // Less than that passes between the end of one build and the beginning of the next.
    private const double AtOnce = 0.25;

    /// <summary>The timeline of bars, with what each waited for, the critical path, and the times of an earlier run beside them.</summary>
    /// <param name="begun">When the first build began.</param>
    /// <param name="bars">The bars.</param>
    /// <param name="parents">The images that an image is built on.</param>
    /// <param name="before">The earlier run; null where none is known.</param>
    /// <param name="commit">The run's commit.</param>
    public static RunTimeline Of(DateTimeOffset begun, ImmutableArray<TimelineBar> bars, Func<string, IEnumerable<string>> parents,
        EarlierRun? before, string? commit)
    {
        var byName = bars.ToDictionary(bar => bar.Image, StringComparer.Ordinal);
        ImmutableArray<TimelineBar> waited = [.. bars.OrderBy(bar => bar.Begin).ThenBy(bar => bar.Image, StringComparer.Ordinal)
            .Select(bar => Waited(bar, [.. parents(bar.Image).Distinct(StringComparer.Ordinal).Where(byName.ContainsKey)
                .Select(parent => byName[parent])], bars) with { Before = BeforeOf(before, bar.Image) })];
        return new RunTimeline(begun, bars.Select(bar => bar.End).DefaultIfEmpty(0).Max(), waited)
        {
            Before = before,
            Commit = commit,
            Critical = CriticalOf(waited),
        };
    }

    /// <summary>What is kept of a run for the next one.</summary>
    public static EarlierRun Kept(RunTimeline run) => new(run.Begun, run.Seconds,
        run.Bars.Where(bar => !bar.IsFailed).ToImmutableSortedDictionary(bar => bar.Image, bar => Math.Round(bar.End - bar.Begin, 3),
            StringComparer.Ordinal), run.Commit);

    private static double? BeforeOf(EarlierRun? before, string image) =>
        before?.Images.TryGetValue(image, out var seconds) == true ? seconds : null;

    private static TimelineBar Waited(TimelineBar bar, IReadOnlyList<TimelineBar> parents, ImmutableArray<TimelineBar> bars)
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

    private static ImmutableArray<string> CriticalOf(ImmutableArray<TimelineBar> bars)
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
