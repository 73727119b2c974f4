namespace KegImages.Drawing;

/// <summary>What takes room in a row: a node, or the way of a parent's edges through the row to rows below.</summary>
internal sealed class RowItem
{
    /// <summary>The node; of a way, the parent whose it is.</summary>
    public required Vertex Vertex { get; init; }

    public required int Row { get; init; }

    public required bool IsWay { get; init; }

    /// <summary>What it hangs on in the row above.</summary>
    public List<RowItem> Above { get; } = [];

    /// <summary>What hangs on it in the row below.</summary>
    public List<RowItem> Below { get; } = [];

    /// <summary>Its place in its row, from 0.</summary>
    public int Place { get; set; }

    /// <summary>Where it wants to be among the others of its row.</summary>
    public double Wish { get; set; }

    /// <summary>The middle of it, from the left.</summary>
    public double X { get; set; }

    public double Width => IsWay ? Measures.WayWidth : Measures.NodeWidth;
}

/// <summary>The sizes of a drawing.</summary>
internal static class Measures
{
    public const double NodeWidth = 176;
    public const double NodeHeight = 48;
    public const double WayWidth = 16;
    public const double GapX = 20;
    public const double GapY = 52;
    public const double Margin = 24;

    /// <summary>What a band has above its first row, for its name.</summary>
    public const double BandHead = 28;
}
