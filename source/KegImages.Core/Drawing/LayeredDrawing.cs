namespace KegImages.Drawing;

/// <summary>
/// Draws a graph in rows, from parents down to children: rows, an order with few crossings, and places, as Sugiyama, Tagawa and Toda do it.
/// Pure: the same graph gives the same drawing. Each plan draws its family, so nothing here asks the framework for generic code over
/// numbers, which would have to be compiled in each start.
/// </summary>
public static class LayeredDrawing
{
    /// <summary>The width of a node's box.</summary>
    public const double NodeWidth = Measures.NodeWidth;

    /// <summary>The height of a node's box.</summary>
    public const double NodeHeight = Measures.NodeHeight;

    /// <summary>The drawing of a graph. Throws <see cref="ArgumentException"/> where a name is there twice, a parent stands in a later
    /// band, or nodes form a circle.</summary>
    public static DrawnGraph Of(ImmutableArray<GraphNode> nodes)
    {
        var vertices = Vertex.Of(nodes);
        var bands = RowAssignment.Assign(vertices);
        var rows = RowsOf(vertices);
        RowOrder.Arrange(rows);
        RowPlaces.Settle(rows);
        var tops = TopsOf(rows, bands);
        var items = rows.SelectMany(row => row).ToList();
        return new DrawnGraph(
            RightOf(items) + (2 * Measures.Margin),
            (tops.Length == 0 ? 0 : tops[^1] + Measures.NodeHeight) + Measures.Margin,
            [.. items.Where(item => !item.IsWay)
                .Select(item => new DrawnNode(item.Vertex.Node.Name, item.Row, LeftOf(item), tops[item.Row]))],
            EdgesOf(vertices, tops),
            [.. bands.Select(band => BandOf(band, tops))]);
    }

    private static double LeftOf(RowItem item) => item.X - (item.Width / 2) + Measures.Margin;

    private static double RightOf(List<RowItem> items)
    {
        var right = 0.0;
        foreach (var item in items)
            right = Math.Max(right, item.X + (item.Width / 2));
        return right;
    }

    // The edges of one parent go down together: one way in each row between it and its last child.
    private static List<RowItem>[] RowsOf(Vertex[] vertices)
    {
        var last = -1;
        foreach (var vertex in vertices)
            last = Math.Max(last, vertex.Row);
        var rows = new List<RowItem>[last + 1];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = [];
        foreach (var vertex in vertices)
        {
            vertex.Item = new RowItem { Vertex = vertex, Row = vertex.Row, IsWay = false };
            rows[vertex.Row].Add(vertex.Item);
        }

        foreach (var child in vertices)
        {
            foreach (var parent in child.Parents)
                Join(child, parent, rows);
        }

        return rows;
    }

    private static void Join(Vertex child, Vertex parent, List<RowItem>[] rows)
    {
        var above = parent.Item;
        for (var row = parent.Row + 1; row < child.Row; row++)
        {
            if (parent.WayIn(row) is not { } way)
            {
                way = new RowItem { Vertex = parent, Row = row, IsWay = true };
                parent.Ways.Add(way);
                // In the middle, with as many of the parent's children on either side.
                rows[row].Insert(rows[row].Count / 2, way);
                Hang(above, way);
            }

            above = way;
        }

        Hang(above, child.Item);

        static void Hang(RowItem above, RowItem below)
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }
    }

    private static double[] TopsOf(List<RowItem>[] rows, List<RowBand> bands)
    {
        var tops = new double[rows.Length];
        var y = Measures.Margin;
        for (var row = 0; row < rows.Length; row++, y += Measures.NodeHeight + Measures.GapY)
            tops[row] = y += bands.Exists(band => band.First == row) ? Measures.BandHead : 0;
        return tops;
    }

    private static ImmutableArray<DrawnEdge> EdgesOf(Vertex[] vertices, double[] tops)
    {
        var edges = new List<DrawnEdge>[vertices.Length];
        foreach (var child in vertices)
        {
            foreach (var parent in child.Parents)
            {
                (edges[parent.Index] ??= []).Add(new DrawnEdge(parent.Node.Name, child.Node.Name, PointsOf(parent, child, tops)));
            }
        }

        return [.. edges.Where(ofParent => ofParent is not null).SelectMany(ofParent => ofParent)];
    }

    private static ImmutableArray<DrawnPoint> PointsOf(Vertex parent, Vertex child, double[] tops)
    {
        var points = ImmutableArray.CreateBuilder<DrawnPoint>();
        points.Add(new DrawnPoint(parent.Item.X + Measures.Margin, tops[parent.Row] + Measures.NodeHeight));
        for (var row = parent.Row + 1; row < child.Row; row++)
        {
            var x = parent.WayIn(row)!.X + Measures.Margin;
            points.Add(new DrawnPoint(x, tops[row]));
            points.Add(new DrawnPoint(x, tops[row] + Measures.NodeHeight));
        }

        points.Add(new DrawnPoint(child.Item.X + Measures.Margin, tops[child.Row]));
        return points.ToImmutable();
    }

    private static DrawnBand BandOf(RowBand band, double[] tops)
    {
        var top = tops[band.First] - Measures.BandHead;
        return new DrawnBand(band.Number, top, tops[band.Last] + Measures.NodeHeight + (Measures.Margin / 2) - top);
    }
}
