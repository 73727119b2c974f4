namespace KegImages.Building;

/// <summary>What BuildKit says of a build while it runs.</summary>
public abstract record BuildKitEvent
{
    /// <summary>The same with its texts masked.</summary>
    internal BuildKitEvent Masked(Func<string, string> mask) => this switch
    {
        VertexChanged changed =>
            new VertexChanged(changed.Vertex with { Name = mask(changed.Vertex.Name), Error = mask(changed.Vertex.Error) }),
        VertexLogged logged => logged with { Line = mask(logged.Line) },
        VertexWarned warned => warned with { Text = mask(warned.Text) },
        PlainLine plain => new PlainLine(mask(plain.Text)),
        _ => this,
    };
}

/// <summary>A vertex was made known, started, completed, was found in the cache, or failed.</summary>
/// <param name="Vertex">The vertex as it is now.</param>
public sealed record VertexChanged(Vertex Vertex) : BuildKitEvent;

/// <summary>A part of a vertex's work (a layer, a transfer) went on.</summary>
/// <param name="Vertex">The vertex's digest.</param>
/// <param name="Id">What goes on, such as <c>pushing layers</c> or a layer's digest.</param>
/// <param name="Current">Bytes done.</param>
/// <param name="Total">All bytes; 0 where that is unknown.</param>
/// <param name="IsCompleted">Whether this part is done.</param>
public sealed record VertexProgressed(string Vertex, string Id, long Current, long Total, bool IsCompleted) : BuildKitEvent;

/// <summary>A command wrote a whole line.</summary>
/// <param name="Vertex">The vertex's digest.</param>
/// <param name="Line">The line as a terminal would show it, without escape sequences.</param>
public sealed record VertexLogged(string Vertex, string Line) : BuildKitEvent;

/// <summary>BuildKit warns of something in the Dockerfile.</summary>
/// <param name="Vertex">The vertex's digest.</param>
/// <param name="Text">The warning in one line.</param>
/// <param name="Line">The Dockerfile's line, where it is known.</param>
public sealed record VertexWarned(string Vertex, string Text, int? Line) : BuildKitEvent;

/// <summary>A line that is no JSON: what buildx says at the end, such as why it failed.</summary>
/// <param name="Text">The line.</param>
public sealed record PlainLine(string Text) : BuildKitEvent;
