using KegImages.Reports.Page;

namespace KegImages.Building;

/// <summary>Writes down when the builds of a run and their steps began and ended, and which of them ran side by side. For several threads
/// at once.</summary>
/// <param name="clock">The clock.</param>
public sealed class BuildTimeline(TimeProvider clock)
{
    // A step for each line of a Dockerfile and some more: what has thousands is no page that anybody reads.
    private const int MostSteps = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<ImageName, Running> running = [];
    private readonly List<TimelineBar> ended = [];
    private DateTimeOffset? begun;

    /// <summary>When the first build began; null where none did.</summary>
    public DateTimeOffset? Begun
    {
        get
        {
            lock (gate)
                return begun;
        }
    }

    /// <summary>The builds that have ended.</summary>
    public ImmutableArray<TimelineBar> Bars
    {
        get
        {
            lock (gate)
                return [.. ended];
        }
    }

    /// <summary>Takes in what happens.</summary>
    public void Add(BuildEvent happened)
    {
        lock (gate)
        {
            switch (happened)
            {
                case ImageStarted:
                    begun ??= clock.GetUtcNow();
                    running[happened.Image] = new Running(FreeWorker(), Now);
                    break;
                case ImageProgressed { Event: VertexChanged { Vertex: var vertex } }
                    when running.TryGetValue(happened.Image, out var build):
                    build.Add(vertex, Now);
                    break;
                case ImageEnded { Outcome: var outcome } when running.Remove(happened.Image, out var build):
                    ended.Add(build.Ended(happened.Image, Now) with
                    {
                        IsFailed = outcome is Planning.Failed,
                        IsCached = outcome is Planning.Built { IsCached: true },
                    });
                    break;
            }
        }
    }

    private double Now => Math.Round((clock.GetUtcNow() - begun!.Value).TotalSeconds, 3);

    private int FreeWorker() => Enumerable.Range(0, running.Count + 1).First(worker => running.Values.All(build => build.Worker != worker));

    /// <summary>A build on its way.</summary>
    private sealed class Running(int worker, double begin)
    {
        private readonly Dictionary<string, (Vertex Vertex, double Seen, double? Ended)> steps = new(StringComparer.Ordinal);

        public int Worker => worker;

        // By our own clock: a builder elsewhere may have another time.
        public void Add(Vertex vertex, double now)
        {
            if (!steps.TryGetValue(vertex.Digest, out var step))
            {
                if (steps.Count >= MostSteps || (vertex.Started is null && vertex.Completed is null && !vertex.IsCached))
                    return;
                step = (vertex, now, null);
            }

            steps[vertex.Digest] = (vertex, step.Seen, step.Ended ?? (vertex.Completed is null && !vertex.IsCached ? null : now));
        }

        public TimelineBar Ended(ImageName image, double now) => new(image.ToString(), worker, begin, Math.Max(begin, now),
        [
            .. steps.Values.Where(step => step.Vertex.Number is not null || step.Vertex.IsHandingOn)
                .Select(step => new TimelineStep(step.Vertex.Work, BeginOf(step, now), step.Ended ?? now, step.Vertex.Number)
                {
                    IsCached = step.Vertex.IsCached,
                    IsFailed = step.Vertex.IsFailed,
                })
                .OrderBy(step => step.Begin).ThenBy(step => step.Number, StringComparer.Ordinal),
        ]);

        // How long it took is the builder's to say, also where several events came at once.
        private double BeginOf((Vertex Vertex, double Seen, double? Ended) step, double now) => Math.Round(
            Math.Max(begin, Math.Min(step.Seen, (step.Ended ?? now) - (step.Vertex.Duration?.TotalSeconds ?? 0))), 3);
    }
}
