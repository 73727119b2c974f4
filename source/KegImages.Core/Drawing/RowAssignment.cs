namespace KegImages.Drawing;

/// <summary>
/// Gives each node a row: below its parents, below all earlier bands, and in a row that is not full, so that hundreds of leaves become a
/// block and not a line.
/// </summary>
internal static class RowAssignment
{
    // Fewer than these in a row would make a tower of a small family.
    private const int NarrowestRow = 6;

    /// <summary>The row of each node, from 0, in the order of the nodes.</summary>
    public static int[] Of(IReadOnlyList<GraphNode> nodes, IReadOnlyList<int>[] parents)
    {
        var widest = Math.Max(NarrowestRow, (int)Math.Ceiling(Math.Sqrt(nodes.Count * 1.2)));
        var rows = new int[nodes.Count];
        var filled = new Dictionary<int, int>();
        var first = 0;
        foreach (var band in Enumerable.Range(0, nodes.Count).GroupBy(node => nodes[node].Band).OrderBy(band => band.Key))
        {
            var depths = DepthsIn(band, parents);
            // Children of the same parents stand side by side, so that they share one way down.
            var order = band.OrderBy(node => depths[node]).ThenBy(node => string.Join(',', parents[node]), StringComparer.Ordinal)
                .ThenBy(node => node);
            foreach (var node in order)
            {
                var row = parents[node].Select(parent => rows[parent] + 1).Append(first).Max();
                while (filled.GetValueOrDefault(row) >= widest)
                    row++;
                rows[node] = row;
                filled[row] = filled.GetValueOrDefault(row) + 1;
            }

            first = band.Max(node => rows[node]) + 1;
        }

        return rows;
    }

    private static Dictionary<int, int> DepthsIn(IEnumerable<int> band, IReadOnlyList<int>[] parents)
    {
        var members = band.ToHashSet();
        var depths = new Dictionary<int, int>();
        foreach (var node in members.Order())
            Depth(node, []);
        return depths;

        // A chain is as long as the family is deep, and a node that is met on its own way down ends it.
        int Depth(int node, HashSet<int> above)
        {
            if (depths.TryGetValue(node, out var known))
                return known;
            if (!above.Add(node))
                throw new ArgumentException("the nodes form a circle", nameof(parents));
            var depth = parents[node].Where(members.Contains).Select(parent => Depth(parent, above) + 1).DefaultIfEmpty(0).Max();
            above.Remove(node);
            return depths[node] = depth;
        }
    }
}
