namespace KegImages.Drawing;

/// <summary>
/// Gives each node a row: below its parents, below all earlier bands, and in a row that is not full, so that hundreds of leaves become a
/// block and not a line.
/// </summary>
internal static class RowAssignment
{
    // Fewer than these in a row would make a tower of a small family.
    private const int NarrowestRow = 6;

    /// <summary>Says of each vertex its row, from 0.</summary>
    /// <returns>The bands, the upper ones first.</returns>
    public static List<RowBand> Assign(Vertex[] vertices)
    {
        var widest = Math.Max(NarrowestRow, (int)Math.Ceiling(Math.Sqrt(vertices.Length * 1.2)));
        foreach (var vertex in vertices)
            DepthOf(vertex, []);
        var filled = new int[vertices.Length + 1];
        var bands = new List<RowBand>();
        foreach (var vertex in Ordered(vertices))
        {
            if (bands.Count == 0 || bands[^1].Number != vertex.Node.Band)
                bands.Add(new RowBand(vertex.Node.Band, bands.Count == 0 ? 0 : bands[^1].Last + 1));
            var row = bands[^1].First;
            foreach (var parent in vertex.Parents)
                row = Math.Max(row, parent.Row + 1);
            while (filled[row] >= widest)
                row++;
            filled[row]++;
            vertex.Row = row;
            bands[^1].Last = Math.Max(bands[^1].Last, row);
        }

        return bands;
    }

    // Band by band, and children of the same parents side by side, so that they share one way down.
    private static List<Vertex> Ordered(Vertex[] vertices)
    {
        return [.. vertices.Select(vertex => new Ranked(vertex, string.Join(',', vertex.Parents.Select(parent => $"{parent.Index}"))))
            .Order().Select(ranked => ranked.Vertex)];
    }

    // A chain is as long as the family is deep, and a vertex that is met on its own way down ends it.
    private static int DepthOf(Vertex vertex, HashSet<Vertex> above)
    {
        if (vertex.Depth >= 0)
            return vertex.Depth;
        if (!above.Add(vertex))
            throw new ArgumentException("the nodes form a circle", nameof(vertex));
        var depth = 0;
        foreach (var parent in vertex.Parents.Where(parent => parent.Node.Band == vertex.Node.Band))
            depth = Math.Max(depth, DepthOf(parent, above) + 1);
        above.Remove(vertex);
        return vertex.Depth = depth;
    }

    private sealed record Ranked(Vertex Vertex, string Parents) : IComparable<Ranked>
    {
        public int CompareTo(Ranked? other)
        {
            if (other is null)
                return 1;
            var byPlace = Vertex.Node.Band != other.Vertex.Node.Band ? Vertex.Node.Band.CompareTo(other.Vertex.Node.Band)
                : Vertex.Depth != other.Vertex.Depth ? Vertex.Depth.CompareTo(other.Vertex.Depth)
                : string.CompareOrdinal(Parents, other.Parents);
            return byPlace != 0 ? byPlace : Vertex.Index.CompareTo(other.Vertex.Index);
        }
    }
}
