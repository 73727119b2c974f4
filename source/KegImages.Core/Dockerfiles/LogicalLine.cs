namespace KegImages.Dockerfiles;

/// <summary>One instruction's text with its continuation lines joined and its heredocs beside it.</summary>
/// <param name="Heredocs">Its heredocs, in order.</param>
/// <param name="Parts">Where in the text each of its physical lines begins: the offset and the line, in order.</param>
internal sealed record LogicalLine(string Text, int Line, int EndLine, ImmutableArray<Heredoc> Heredocs,
    ImmutableArray<(int Offset, int Line)> Parts)
{
    public int LineAt(int offset) => Parts.Last(part => part.Offset <= Math.Max(0, offset)).Line;
}
