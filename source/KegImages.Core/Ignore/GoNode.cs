namespace KegImages.Ignore;

/// <summary>A part of a regular expression of Go's syntax.</summary>
internal abstract record GoNode
{
    public abstract long Steps { get; }

    public sealed record One(CodePoints Set) : GoNode
    {
        public override long Steps => 1;
    }

    /// <summary>A place that takes no text.</summary>
    public sealed record Place(GoPlace Kind) : GoNode
    {
        public override long Steps => 1;
    }

    /// <summary>Parts one after the other.</summary>
    public sealed record Sequence(ImmutableArray<GoNode> Parts) : GoNode
    {
        public override long Steps => Parts.Sum(part => part.Steps);
    }

    public sealed record Choice(ImmutableArray<GoNode> Parts) : GoNode
    {
        public override long Steps => Parts.Sum(part => part.Steps + 2);
    }

    /// <summary>A part several times.</summary>
    /// <param name="Most">How often at most; null without an end.</param>
    public sealed record Repeated(GoNode Part, int Least, int? Most) : GoNode
    {
        public override long Steps => (Part.Steps * Least) + (Most is { } most ? (Part.Steps + 1) * (most - Least) : Part.Steps + 2);
    }
}

/// <summary>What is in force in a part of a regular expression of Go's syntax.</summary>
[Flags]
internal enum GoFlags
{
    None = 0,

    /// <summary><c>i</c>: a letter is any that differs in its case only.</summary>
    AnyCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> are at each line too.</summary>
    Lines = 2,

    /// <summary><c>s</c>: <c>.</c> is the end of a line too.</summary>
    DotIsAll = 4,
}

internal enum GoPlace
{
    Begin,
    End,
    BeginOfLine,
    EndOfLine,

    /// <summary>Between a letter, digit or <c>_</c> of ASCII and something else.</summary>
    WordEdge,

    /// <summary>Everywhere else.</summary>
    NoWordEdge,
}
