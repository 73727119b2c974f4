namespace KegImages.Drawing;

/// <summary>A node on its way to its place.</summary>
internal sealed class Vertex(GraphNode node, int index)
{
    public GraphNode Node => node;

    public int Index => index;

    /// <summary>What it is built on, each once, in the order of the nodes.</summary>
    public List<Vertex> Parents { get; } = [];

    /// <summary>How many of its own band stand in a chain above it.</summary>
    public int Depth { get; set; } = -1;

    public int Row { get; set; }

    /// <summary>Its box, as soon as it has a row.</summary>
    public RowItem Item { get; set; } = null!;

    /// <summary>The ways of its edges, from the row below it on without a gap.</summary>
    public List<RowItem> Ways { get; } = [];

    public RowItem? WayIn(int row) => row - Row - 1 is var at && at < Ways.Count ? Ways[at] : null;

    /// <summary>The vertices of a graph, with their parents.</summary>
    public static Vertex[] Of(ImmutableArray<GraphNode> nodes)
    {
        var vertices = new Vertex[nodes.Length];
        var byName = new Dictionary<string, Vertex>(StringComparer.Ordinal);
        for (var i = 0; i < vertices.Length; i++)
            byName.Add(nodes[i].Name, vertices[i] = new Vertex(nodes[i], i));
        foreach (var vertex in vertices)
        {
            foreach (var name in vertex.Node.Parents)
            {
                if (!byName.TryGetValue(name, out var parent) || vertex.Parents.Contains(parent))
                    continue;
                if (parent.Node.Band > vertex.Node.Band)
                    throw new ArgumentException("a parent stands in a later band than its child", nameof(nodes));
                vertex.Parents.Add(parent);
            }

            vertex.Parents.Sort((left, right) => left.Index - right.Index);
        }

        return vertices;
    }
}
