namespace KegImages.Ignore;

internal sealed class CodePoints
{
    private const int Last = 0x10FFFF;

    // Sorted, and neither touching nor overlapping: a long class is searched in its logarithm.
    private readonly CodePointRange[] ranges;

    private CodePoints(CodePointRange[] ranges) => this.ranges = ranges;

    public static CodePoints Of(params IEnumerable<CodePointRange> ranges)
    {
        var merged = new List<CodePointRange>();
        foreach (var range in ranges.OrderBy(range => range.Low))
        {
            if (merged.Count > 0 && range.Low <= merged[^1].High + 1)
                merged[^1] = merged[^1] with { High = Math.Max(merged[^1].High, range.High) };
            else
                merged.Add(range);
        }

        return new CodePoints([.. merged]);
    }

    /// <summary>The set with more in it.</summary>
    public CodePoints With(IEnumerable<CodePointRange> more) => Of(ranges.Concat(more));

    /// <summary>The ranges of all that the set does not hold.</summary>
    public IEnumerable<CodePointRange> Others()
    {
        var next = 0;
        foreach (var range in ranges)
        {
            if (next < range.Low)
                yield return new CodePointRange(next, range.Low - 1);
            next = range.High + 1;
        }

        if (next <= Last)
            yield return new CodePointRange(next, Last);
    }

    public bool Contains(int codePoint)
    {
        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < ranges[middle].Low)
                high = middle - 1;
            else if (codePoint > ranges[middle].High)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }
}

/// <summary>All code points from one to another, both included.</summary>
internal readonly record struct CodePointRange(int Low, int High)
{
    public CodePointRange(int codePoint)
        : this(codePoint, codePoint)
    {
    }
}
