namespace KegImages.Drawing;

/// <summary>A node of a graph that is drawn in rows.</summary>
/// <param name="Name">Its name, which no other node has.</param>
/// <param name="Band">The band of rows that it stands in, from 0, such as its group's order.</param>
/// <param name="Parents">The nodes that it hangs on: none stands in a later band, and there is no circle. Names of no node are passed
/// over.</param>
public sealed record GraphNode(string Name, int Band, ImmutableArray<string> Parents);
