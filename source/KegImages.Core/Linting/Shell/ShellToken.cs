namespace KegImages.Linting.Shell;

/// <summary>A word or an operator of a shell script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, quotes and all.</param>
/// <param name="At">Where it begins.</param>
internal sealed record ShellToken(ShellTokenKind Kind, string Text, int At);

/// <summary>What a token of a shell script is.</summary>
internal enum ShellTokenKind
{
    /// <summary>A word, with its quotes and expansions.</summary>
    Word,

    /// <summary>An operator: <c>;</c>, <c>&amp;&amp;</c>, <c>|</c>, <c>(</c>, …</summary>
    Operator,

    /// <summary>The end of a line.</summary>
    NewLine,

    /// <summary>The end of the script.</summary>
    End,
}
