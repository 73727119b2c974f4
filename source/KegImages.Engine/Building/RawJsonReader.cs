namespace KegImages.Building;

/// <summary>
/// Reads what <c>docker buildx build --progress rawjson</c> writes to standard error, line by line: JSON documents one after the other,
/// spread over lines or not, then plain text. One reader a build.
/// </summary>
public sealed class RawJsonReader
{
    private readonly Dictionary<string, LogLines> logs = new(StringComparer.Ordinal);
    // Many times what BuildKit says at once.
    private const int LargestDocument = 16 * 1024 * 1024;

    private readonly List<string> pending = [];
    private int pendingLength;
    private int depth;

    /// <summary>The events that this line completes; none in the middle of a document.</summary>
    public ImmutableArray<BuildKitEvent> Read(string line)
    {
        if (pending.Count == 0 && !line.StartsWith('{'))
            return [new PlainLine(line)];
        pending.Add(line);
        pendingLength += line.Length;
        depth += Depth(line);
        return depth > 0 && pendingLength <= LargestDocument ? [] : Take();
    }

    /// <summary>The events that the end of the stream completes: log lines without an end, a document cut off.</summary>
    public ImmutableArray<BuildKitEvent> Complete()
    {
        var rest = Take();
        return [.. rest, .. logs.SelectMany(pair => pair.Value.Complete().Select(text => new VertexLogged(pair.Key, text)))];
    }

    private ImmutableArray<BuildKitEvent> Take()
    {
        var lines = pending.ToArray();
        pending.Clear();
        (pendingLength, depth) = (0, 0);
        if (lines.Length == 0)
            return [];
        // Not BuildKit's JSON but text that begins like it may be the very text that says what is wrong.
        return new OutsideDocument("BuildKit's progress")
            .TryRead(Encoding.UTF8.GetBytes(string.Join('\n', lines)), RawJsonContext.Default.RawJsonStatus, out var status)
            ? [.. Events(status)]
            : [.. lines.Select(line => new PlainLine(line))];
    }

    private IEnumerable<BuildKitEvent> Events(RawJsonStatus status)
    {
        // A document can hold a vertex's last lines and its end; the lines come first, so that its failure finds them.
        foreach (var log in status.Logs ?? [])
        {
            if (!logs.TryGetValue(log.Vertex, out var lines))
                logs[log.Vertex] = lines = new LogLines();
            foreach (var line in lines.Add(log.Data ?? []))
                yield return new VertexLogged(log.Vertex, line);
        }

        foreach (var progress in status.Statuses ?? [])
            yield return new VertexProgressed(progress.Vertex, progress.Id, progress.Current, progress.Total,
                progress.Completed is not null);
        foreach (var warning in status.Warnings ?? [])
            yield return new VertexWarned(warning.Vertex, Encoding.UTF8.GetString(warning.Short ?? []),
                warning.Range?.FirstOrDefault()?.Start.Line);
        foreach (var vertex in status.Vertexes ?? [])
        {
            if (vertex.Completed is not null && logs.Remove(vertex.Digest, out var lines))
            {
                foreach (var line in lines.Complete())
                    yield return new VertexLogged(vertex.Digest, line);
            }

            yield return new VertexChanged(new Vertex(vertex.Digest, vertex.Name ?? "")
            {
                Started = vertex.Started,
                Completed = vertex.Completed,
                IsCached = vertex.Cached,
                Error = vertex.Error ?? "",
            });
        }
    }

    // A string never spans lines in JSON, so each line can be looked at by itself.
    private static int Depth(string line)
    {
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' when !quoted:
                    depth++;
                    break;
                case '}' when !quoted:
                    depth--;
                    break;
            }
        }

        return depth;
    }
}
