namespace KegImages.Drawing;

/// <summary>The rows of a band.</summary>
internal sealed class RowBand(int number, int first)
{
    public int Number => number;

    public int First { get; } = first;

    public int Last { get; set; } = first;
}
