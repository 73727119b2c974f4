using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>Writes down when a run worked on what. It is told one event at a time.</summary>
internal sealed class TimelineRecorder(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<Record> records = [];
    private readonly SortedSet<int> free = [];
    private int workers;

    /// <summary>What was written down so far.</summary>
    public RunTimeline Timeline
    {
        get
        {
            lock (gate)
                return new RunTimeline([.. records.Select(record => record.ToImage())]);
        }
    }

    public void Add(BuildEvent happened)
    {
        lock (gate)
        {
            switch (happened)
            {
                case ImageStarted:
                    if (free.Count == 0)
                        free.Add(workers++);
                    records.Add(new Record(happened.Image, free.Min, clock.GetUtcNow()));
                    free.Remove(free.Min);
                    break;
                case ImageProgressed { Event: VertexChanged { Vertex: var vertex } }:
                    Find(happened.Image)?.Add(vertex);
                    break;
                case ImageEnded when Find(happened.Image) is { } record:
                    record.Ended = clock.GetUtcNow();
                    free.Add(record.Worker);
                    break;
            }
        }
    }

    private Record? Find(ImageName image) => records.FindLast(record => record.Image == image && record.Ended is null);

    private sealed class Record(ImageName image, int worker, DateTimeOffset begun)
    {
        private readonly Dictionary<string, Vertex> vertices = new(StringComparer.Ordinal);
        private readonly List<string> order = [];

        public ImageName Image => image;

        public int Worker => worker;

        public DateTimeOffset? Ended { get; set; }

        public void Add(Vertex vertex)
        {
            if (vertex.Started is not null && vertices.TryAdd(vertex.Digest, vertex))
                order.Add(vertex.Digest);
            else if (vertices.ContainsKey(vertex.Digest))
                vertices[vertex.Digest] = vertex;
        }

        public TimelineImage ToImage() => new(image.ToString(), worker, begun, Ended,
            [.. order.Select(digest => vertices[digest]).Where(vertex => vertex.Started is not null).Select(ToStep)]);

        private static TimelineStep ToStep(Vertex vertex) => new(
            vertex.Number is null ? vertex.Work : $"{vertex.Number} {vertex.Work}", vertex.Started!.Value, vertex.Completed,
            vertex.IsCached);
    }
}
