namespace KegImages.Drawing;

/// <summary>
/// Where the items of ordered rows stand: each as near as can be to the middle of what it hangs on, or what hangs on it, and none upon
/// another. In a row that is a regression under the order, which pooling neighbours solves exactly.
/// </summary>
internal static class RowPlaces
{
    private const int Rounds = 6;

    /// <summary>Gives each item of rows, sorted by their places, its middle; the leftmost side is 0.</summary>
    public static void Settle(List<RowItem>[] rows)
    {
        foreach (var row in rows)
            Pack(row);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var row in rows.Skip(1))
                Pull(row, item => item.Above);
            foreach (var row in rows.Reverse().Skip(1))
                Pull(row, item => item.Below);
        }

        foreach (var row in rows.Skip(1))
            Pull(row, item => item.Above);
        var items = rows.SelectMany(row => row).ToList();
        var left = items.Count == 0 ? 0 : double.MaxValue;
        foreach (var item in items)
            left = Math.Min(left, item.X - (item.Width / 2));
        foreach (var item in items)
            item.X = Math.Round(item.X - left, 1);
    }

    private static void Pack(List<RowItem> row)
    {
        for (var i = 0; i < row.Count; i++)
            row[i].X = i == 0 ? row[i].Width / 2 : row[i - 1].X + Apart(row[i - 1], row[i]);
    }

    private static double Apart(RowItem left, RowItem right) => ((left.Width + right.Width) / 2) + Measures.GapX;

    // With the least distances taken out, to keep them is to keep an order.
    private static void Pull(List<RowItem> row, Func<RowItem, List<RowItem>> neighbours)
    {
        var blocks = new List<Block>();
        var offset = 0.0;
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                offset += Apart(row[i - 1], row[i]);
            var near = neighbours(row[i]);
            var wish = (near.Count > 0 ? MiddleOf(near) : row[i].X) - offset;
            // A way that many edges go is kept straight before a single leaf is.
            var block = new Block(wish, near.Count > 0 ? row[i].IsWay ? 4.0 : 1.0 : 0.1, 1);
            while (blocks.Count > 0 && blocks[^1].At > block.At)
            {
                var (at, weight, items) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = new Block(((at * weight) + (block.At * block.Weight)) / (weight + block.Weight), weight + block.Weight,
                    items + block.Items);
            }

            blocks.Add(block);
        }

        (var place, offset) = (0, 0.0);
        foreach (var (at, _, items) in blocks)
        {
            for (var i = 0; i < items; i++, place++)
            {
                if (place > 0)
                    offset += Apart(row[place - 1], row[place]);
                row[place].X = at + offset;
            }
        }
    }

    private static double MiddleOf(List<RowItem> items)
    {
        var sum = 0.0;
        foreach (var item in items)
            sum += item.X;
        return sum / items.Count;
    }

    // What is pulled together, with the least distances taken out.
    private readonly record struct Block(double At, double Weight, int Items);
}
