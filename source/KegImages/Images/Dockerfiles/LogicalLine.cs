using System.Collections.Immutable;

namespace KegImages.Images.Dockerfiles;

/// <summary>One instruction's text with its continuation lines joined and its heredocs beside it.</summary>
/// <param name="Text">The text, without comments and continuation characters.</param>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="EndLine">The line where it ends, heredocs included.</param>
/// <param name="Heredocs">Its heredocs, in order.</param>
internal sealed record LogicalLine(string Text, int Line, int EndLine, ImmutableArray<Heredoc> Heredocs);
