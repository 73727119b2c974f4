namespace KegImages.Drawing;

/// <summary>
/// The order in each row, by barycentres: what hangs on neighbours in the next row stands near them. Of several tries the one with the
/// fewest crossings is kept. See <see href="https://doi.org/10.1109/TSMC.1981.4308636"/>.
/// </summary>
internal static class RowOrder
{
    private const int Rounds = 10;

    private static readonly Comparer<RowItem> ByPlace = Comparer<RowItem>.Create((left, right) => left.Place.CompareTo(right.Place));

    /// <summary>Sorts the rows, and gives each item its place.</summary>
    public static void Arrange(List<RowItem>[] rows)
    {
        foreach (var row in rows)
            Number(row);
        var (best, fewest) = (Taken(rows), Crossings(rows));
        for (var round = 0; round < Rounds && fewest > 0; round++)
        {
            foreach (var row in rows.Skip(1))
                Sort(row, item => item.Above);
            foreach (var row in rows.Reverse().Skip(1))
                Sort(row, item => item.Below);
            var crossings = Crossings(rows);
            if (crossings < fewest)
                (best, fewest) = (Taken(rows), crossings);
        }

        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = best[row];
            Number(rows[row]);
        }
    }

    /// <summary>How many pairs of edges between neighbouring rows cross.</summary>
    internal static long Crossings(List<RowItem>[] rows)
    {
        var crossings = 0L;
        foreach (var row in rows.Skip(1))
            crossings += CrossingsAbove(row);
        return crossings;
    }

    private static List<RowItem>[] Taken(List<RowItem>[] rows) => [.. rows.Select(row => row.ToList())];

    private static void Number(List<RowItem> row)
    {
        for (var place = 0; place < row.Count; place++)
            row[place].Place = place;
    }

    // What hangs on nothing on that side stays where it is among the others.
    private static void Sort(List<RowItem> row, Func<RowItem, List<RowItem>> neighbours)
    {
        foreach (var item in row)
            item.Wish = neighbours(item) is { Count: > 0 } near ? PlaceAmong(near) : item.Place;
        row.Sort((left, right) => left.Wish != right.Wish ? left.Wish.CompareTo(right.Wish) : left.Place.CompareTo(right.Place));
        Number(row);
    }

    private static double PlaceAmong(List<RowItem> items)
    {
        var places = 0L;
        foreach (var item in items)
            places += item.Place;
        return (double)places / items.Count;
    }

    // Each edge crosses those before it that end further to the right: counted in a tree of sums. The row stands in the order of its
    // places.
    private static long CrossingsAbove(List<RowItem> row)
    {
        var ends = row.SelectMany(item => item.Above.Order(ByPlace)).ToList();
        var size = 1;
        foreach (var end in ends)
            size = Math.Max(size, end.Place + 1);
        var (sums, crossings) = (new int[size + 1], 0L);
        for (var seen = 0; seen < ends.Count; seen++)
        {
            var before = 0;
            for (var i = ends[seen].Place + 1; i > 0; i -= i & -i)
                before += sums[i];
            crossings += seen - before;
            for (var i = ends[seen].Place + 1; i <= size; i += i & -i)
                sums[i]++;
        }

        return crossings;
    }
}
