namespace KegImages.Building;

/// <summary>A step of a piece of work, from its beginning to its end: what it says, and how many bytes moved.</summary>
public sealed class WorkStep
{
    private readonly Action<BuildKitEvent> tell;
    private readonly TimeProvider clock;
    private readonly Vertex vertex;

    internal WorkStep(string text, Action<BuildKitEvent> tell, TimeProvider clock)
    {
        (this.tell, this.clock) = (tell, clock);
        vertex = new Vertex($"{text} {Guid.NewGuid():n}", text) { Started = clock.GetUtcNow() };
        tell(new VertexChanged(vertex));
    }

    /// <summary>Says a line.</summary>
    public void Say(string line) => tell(new VertexLogged(vertex.Digest, line));

    /// <summary>Says how many bytes have moved.</summary>
    /// <param name="part">What moves, such as a layer.</param>
    /// <param name="current">Bytes done.</param>
    /// <param name="total">All bytes; 0 where that is unknown.</param>
    public void Move(string part, long current, long total) =>
        tell(new VertexProgressed(vertex.Digest, part, current, total, total > 0 && current >= total));

    /// <summary>It is done.</summary>
    public void End() => tell(new VertexChanged(vertex with { Completed = clock.GetUtcNow() }));
}
