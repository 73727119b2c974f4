namespace KegImages.Drawing;

/// <summary>A graph with a place for everything, in a drawing's own units, from the upper left corner.</summary>
/// <param name="Width">The drawing's width.</param>
/// <param name="Height">The drawing's height.</param>
/// <param name="Nodes">The nodes, row by row, each row from left to right.</param>
/// <param name="Edges">The edges, by the parent's and the child's place in the input.</param>
/// <param name="Bands">The bands that have nodes, from the top.</param>
public sealed record DrawnGraph(double Width, double Height, ImmutableArray<DrawnNode> Nodes, ImmutableArray<DrawnEdge> Edges,
    ImmutableArray<DrawnBand> Bands);

/// <summary>A node's box.</summary>
/// <param name="Name">The node.</param>
/// <param name="Row">Its row, from 0.</param>
/// <param name="X">The left side.</param>
/// <param name="Y">The upper side.</param>
public sealed record DrawnNode(string Name, int Row, double X, double Y);

/// <summary>An edge as the points that its line goes through, downwards from the parent's lower side to the child's upper one. Edges of one
/// parent share their way down as far as they can.</summary>
/// <param name="From">The parent.</param>
/// <param name="To">The child.</param>
/// <param name="Points">The points, at least two.</param>
public sealed record DrawnEdge(string From, string To, ImmutableArray<DrawnPoint> Points);

/// <summary>A point.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
public sealed record DrawnPoint(double X, double Y);

/// <summary>The rows of one band.</summary>
/// <param name="Band">The band.</param>
/// <param name="Y">The upper side.</param>
/// <param name="Height">Its height.</param>
public sealed record DrawnBand(int Band, double Y, double Height);
