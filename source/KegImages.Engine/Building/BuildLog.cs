using KegImages.Planning;

namespace KegImages.Building;

/// <summary>What one build has said so far: its vertices, and the lines that matter if it fails.</summary>
public sealed class BuildLog
{
    private const int KeptLines = 20;

    private static readonly string[] Refusals = ["denied", "unauthorized", "authorization", "forbidden", "no basic auth"];

    private readonly Dictionary<string, Vertex> vertices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<string>> lines = new(StringComparer.Ordinal);
    private readonly Queue<string> text = [];
    private string? failed;
    private bool hasLayersFailed;

    /// <summary>Whether the cache had every instruction's result.</summary>
    public bool IsCached => vertices.Values.All(vertex => !vertex.IsInstruction || vertex.IsCached || vertex.Completed is null);

    /// <summary>The vertex that failed first; null where none did, as with a Dockerfile that cannot be parsed.</summary>
    public Vertex? FailedVertex => failed is null ? null : vertices[failed];

    /// <summary>
    /// Whether the image itself was made and only handing it on failed, for a reason that may be gone in a moment:
    /// the engine repeats the transfer of a layer by itself, but not that of a manifest.
    /// </summary>
    public bool HasFailedOnTheWay =>
        vertices.Values.Any(vertex => vertex is { IsHandingOn: true, Started: not null })
        && FailedVertex is null or { IsHandingOn: true }
        && !text.Append(FailedVertex?.Error ?? "").Any(IsRefusal);

    /// <summary>Whether nothing else failed than layers that were to be taken over from a registry or kept there, which some BuildKits take
    /// for a failure of the build.</summary>
    public bool HasFailedByLayers => failed is null
        && (hasLayersFailed || text.Any(line => line.Contains("cache export", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What went wrong, as buildx says it, or the vertex that failed.</summary>
    public string Message => BuildxText.Parse(text).Message ?? FailedVertex?.Error ?? "it said nothing";

    /// <summary>The line of the Dockerfile that is marked; 0 where none is.</summary>
    internal int Place => BuildxText.Parse(text).Line;

    /// <summary>The last lines that buildx wrote beside its events.</summary>
    internal IReadOnlyCollection<string> Said => text;

    /// <summary>Whether a registry says that asking again will not help.</summary>
    public static bool IsRefusal(string line) => Refusals.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes an event in.</summary>
    public void Add(BuildKitEvent happened)
    {
        switch (happened)
        {
            case VertexChanged { Vertex: var vertex }:
                vertices[vertex.Digest] = vertex;
                if (vertex is { IsFailed: true, IsOfLayers: true })
                    hasLayersFailed = true;
                else if (vertex.IsFailed)
                    failed ??= vertex.Digest;
                break;
            case VertexLogged log:
                if (!lines.TryGetValue(log.Vertex, out var queue))
                    lines[log.Vertex] = queue = [];
                Keep(queue, log.Line);
                break;
            case PlainLine line:
                Keep(text, line.Text);
                break;
        }
    }

    /// <summary>Why the build failed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="dockerfile">Its Dockerfile's path, as a user would type it.</param>
    /// <param name="command">The command that failed.</param>
    /// <param name="exitCode">Its exit code; null when it was ended.</param>
    /// <param name="message">What went wrong, where it was not buildx that said so.</param>
    public BuildFailure Failure(ImageName image, string dockerfile, Command command, int? exitCode, string? message = null)
    {
        var end = BuildxText.Parse(text);
        IEnumerable<string> log = failed is null ? end.Rest : lines.GetValueOrDefault(failed) ?? [];
        return new BuildFailure
        {
            Image = image,
            Message = message ?? Message,
            Command = command.ToString(),
            ExitCode = exitCode,
            Location = new SourceLocation(dockerfile, end.Line),
            Instruction = FailedVertex?.Work,
            Number = FailedVertex?.Number,
            Source = end.Source,
            Log = [.. log],
        };
    }

    private static void Keep(Queue<string> queue, string line)
    {
        queue.Enqueue(line);
        if (queue.Count > KeptLines)
            queue.Dequeue();
    }
}
