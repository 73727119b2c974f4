using System.Collections.Immutable;

namespace KegImages.Dockerfiles;

/// <summary>One instruction's text with its continuation lines joined and its heredocs beside it.</summary>
/// <param name="Text">The text, without comments and continuation characters.</param>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="EndLine">The line where it ends, heredocs included.</param>
/// <param name="Heredocs">Its heredocs, in order.</param>
/// <param name="Parts">Where in the text each of its physical lines begins: the offset and the line, in order.</param>
internal sealed record LogicalLine(string Text, int Line, int EndLine, ImmutableArray<Heredoc> Heredocs,
    ImmutableArray<(int Offset, int Line)> Parts)
{
    /// <summary>The line that a place of the text stands in.</summary>
    public int LineAt(int offset) => Parts.Last(part => part.Offset <= Math.Max(0, offset)).Line;
}
