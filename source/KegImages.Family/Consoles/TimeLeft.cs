namespace KegImages.Consoles;

/// <summary>How long what is left of a run will take, by how long each part took before.</summary>
internal static class TimeLeft
{
    /// <summary>The time; null where nothing is known of any part.</summary>
    /// <param name="plan">The whole.</param>
    /// <param name="ended">What has ended, however, or will never begin; with the time that it took where it was done.</param>
    /// <param name="running">What is under way, with how long it has been.</param>
    public static TimeSpan? Of(BoardPlan plan, IReadOnlyDictionary<string, TimeSpan?> ended, IReadOnlyDictionary<string, TimeSpan> running)
    {
        var known = plan.Works.Select(work => work.Took).Concat(ended.Values).OfType<TimeSpan>().ToList();
        if (known.Count == 0)
            return null;
        // What nothing is known of takes as long as others do.
        var usual = TimeSpan.FromTicks((long)known.Average(took => took.Ticks));
        var ends = plan.Works.Where(work => ended.ContainsKey(work.Name)).ToDictionary(work => work.Name, _ => TimeSpan.Zero);
        var workers = new PriorityQueue<int, TimeSpan>();
        var busy = 0;
        foreach (var work in plan.Works.Where(work => running.ContainsKey(work.Name)))
        {
            var left = (work.Took ?? usual) - running[work.Name];
            ends[work.Name] = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            workers.Enqueue(busy++, ends[work.Name]);
        }

        for (; busy < plan.Parallel; busy++)
            workers.Enqueue(busy, TimeSpan.Zero);
        foreach (var work in plan.Works.Where(work => !ends.ContainsKey(work.Name)))
        {
            workers.TryDequeue(out var worker, out var free);
            var ready = work.After.Where(ends.ContainsKey).Select(name => ends[name]).DefaultIfEmpty(TimeSpan.Zero).Max();
            ends[work.Name] = (ready > free ? ready : free) + (work.Took ?? usual);
            workers.Enqueue(worker, ends[work.Name]);
        }

        return ends.Values.DefaultIfEmpty(TimeSpan.Zero).Max();
    }
}
