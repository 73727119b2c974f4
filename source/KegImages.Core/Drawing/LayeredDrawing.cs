namespace KegImages.Drawing;

/// <summary>
/// Draws a graph in rows, from parents down to children: rows, an order with few crossings, and places, as Sugiyama, Tagawa and Toda do it.
/// Pure: the same graph gives the same drawing.
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
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Length; i++)
            indexes.Add(nodes[i].Name, i);
        IReadOnlyList<int>[] parents = [.. nodes.Select(node => (IReadOnlyList<int>)[.. node.Parents.Distinct(StringComparer.Ordinal)
            .Where(indexes.ContainsKey).Select(parent => indexes[parent]).Order()])];
        if (Enumerable.Range(0, nodes.Length).Any(node => parents[node].Any(parent => nodes[parent].Band > nodes[node].Band)))
            throw new ArgumentException("a parent stands in a later band than its child", nameof(nodes));

        var rowOf = RowAssignment.Of(nodes, parents);
        var (rows, ways) = RowsOf(rowOf, parents);
        RowOrder.Arrange(rows);
        RowPlaces.Settle(rows);
        var tops = TopsOf(rows, nodes, rowOf);
        var drawn = rows.SelectMany(row => row).Where(item => !item.IsWay)
            .Select(item => new DrawnNode(nodes[item.Node].Name, item.Row, LeftOf(item), tops[item.Row])).ToImmutableArray();
        var own = rows.SelectMany(row => row).Where(item => !item.IsWay).ToDictionary(item => item.Node);
        return new DrawnGraph(
            rows.SelectMany(row => row).Select(item => item.X + (item.Width / 2)).DefaultIfEmpty(0).Max() + (2 * Measures.Margin),
            (tops.Length == 0 ? 0 : tops[^1] + Measures.NodeHeight) + Measures.Margin,
            drawn,
            [.. from child in Enumerable.Range(0, nodes.Length)
                from parent in parents[child]
                orderby parent, child
                select new DrawnEdge(nodes[parent].Name, nodes[child].Name, PointsOf(own[parent], own[child], ways, tops))],
            BandsOf(nodes, rowOf, tops));
    }

    private static double LeftOf(RowItem item) => item.X - (item.Width / 2) + Measures.Margin;

    // The edges of one parent go down together: one way in each row between it and its last child.
    private static (List<RowItem>[] Rows, Dictionary<(int Node, int Row), RowItem> Ways) RowsOf(int[] rowOf, IReadOnlyList<int>[] parents)
    {
        var rows = Enumerable.Range(0, rowOf.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<RowItem>()).ToArray();
        var items = rowOf.Select((row, node) => new RowItem { Node = node, Row = row, IsWay = false }).ToArray();
        foreach (var item in items)
            rows[item.Row].Add(item);
        var ways = new Dictionary<(int Node, int Row), RowItem>();
        for (var child = 0; child < items.Length; child++)
        {
            foreach (var parent in parents[child])
            {
                var above = items[parent];
                for (var row = rowOf[parent] + 1; row < rowOf[child]; row++)
                {
                    if (!ways.TryGetValue((parent, row), out var way))
                    {
                        ways[(parent, row)] = way = new RowItem { Node = parent, Row = row, IsWay = true };
                        // In the middle, with as many of the parent's children on either side.
                        rows[row].Insert(rows[row].Count / 2, way);
                        Join(above, way);
                    }

                    above = way;
                }

                Join(above, items[child]);
            }
        }

        return (rows, ways);

        static void Join(RowItem above, RowItem below)
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }
    }

    private static double[] TopsOf(List<RowItem>[] rows, ImmutableArray<GraphNode> nodes, int[] rowOf)
    {
        var tops = new double[rows.Length];
        var starts = Enumerable.Range(0, nodes.Length).GroupBy(node => nodes[node].Band).Select(band => band.Min(node => rowOf[node]))
            .ToHashSet();
        for (var (row, y) = (0, Measures.Margin); row < rows.Length; row++, y += Measures.NodeHeight + Measures.GapY)
            tops[row] = y += starts.Contains(row) ? Measures.BandHead : 0;
        return tops;
    }

    private static ImmutableArray<DrawnPoint> PointsOf(RowItem parent, RowItem child, Dictionary<(int, int), RowItem> ways, double[] tops)
    {
        var points = ImmutableArray.CreateBuilder<DrawnPoint>();
        points.Add(new DrawnPoint(parent.X + Measures.Margin, tops[parent.Row] + Measures.NodeHeight));
        for (var row = parent.Row + 1; row < child.Row; row++)
        {
            var x = ways[(parent.Node, row)].X + Measures.Margin;
            points.Add(new DrawnPoint(x, tops[row]));
            points.Add(new DrawnPoint(x, tops[row] + Measures.NodeHeight));
        }

        points.Add(new DrawnPoint(child.X + Measures.Margin, tops[child.Row]));
        return points.ToImmutable();
    }

    private static ImmutableArray<DrawnBand> BandsOf(ImmutableArray<GraphNode> nodes, int[] rowOf, double[] tops) =>
    [
        .. from node in Enumerable.Range(0, nodes.Length)
           group rowOf[node] by nodes[node].Band into band
           orderby band.Key
           let top = tops[band.Min()] - Measures.BandHead
           select new DrawnBand(band.Key, top, tops[band.Max()] + Measures.NodeHeight + (Measures.Margin / 2) - top),
    ];
}
