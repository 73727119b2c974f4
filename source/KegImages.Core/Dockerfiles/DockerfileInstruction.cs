namespace KegImages.Dockerfiles;

/// <summary>One instruction of a Dockerfile.</summary>
public sealed record DockerfileInstruction
{
    /// <summary>The keyword in upper case: <c>RUN</c>.</summary>
    public required string Keyword { get; init; }

    /// <summary>The flags before its arguments, in order.</summary>
    public required ImmutableArray<DockerfileFlag> Flags { get; init; }

    /// <summary>What follows keyword and flags, with continuation lines joined, as written otherwise.</summary>
    public required string Arguments { get; init; }

    /// <summary>The whole instruction as written, with continuation lines joined; bodies of heredocs are not part of it.</summary>
    public required string Text { get; init; }

    /// <summary>The line where it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The line where it ends, its heredocs included.</summary>
    public required int EndLine { get; init; }

    /// <summary>The instruction that <c>ONBUILD</c> keeps for children; null for all others.</summary>
    public DockerfileInstruction? Trigger { get; init; }

    /// <summary>The line that it was read from, with its heredocs; null for one that was made up.</summary>
    internal LogicalLine? Source { get; init; }

    internal int LineAt(int offset) => Source is null ? Line : Source.LineAt(Source.Text.Length - Arguments.Length + offset);

    /// <summary>The file's escape character.</summary>
    internal char Escape { get; init; } = '\\';

    /// <summary>The instruction on one line, runs of white space drawn together: what a failed step is shown by.</summary>
    public override string ToString() => string.Join(' ', Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The value of a flag; null when it is not given.</summary>
    internal string? Flag(string name) => Flags.FirstOrDefault(flag => flag.Name == name)?.Value;

    /// <summary>What an <c>ARG</c> declares.</summary>
    internal IEnumerable<DockerfileArg> Declarations() =>
        from word in InstructionText.QuotedWords(Arguments, Escape)
        let sign = word.IndexOf('=', StringComparison.Ordinal)
        select sign < 0 ? new DockerfileArg(word, null, Line) : new DockerfileArg(word[..sign], word[(sign + 1)..], Line);

    /// <summary>What an <c>ENV</c> sets, values not yet expanded.</summary>
    internal IEnumerable<(string Name, string Value)> Assignments()
    {
        var words = InstructionText.QuotedWords(Arguments, Escape);
        if (words.Length > 0 && !words[0].Contains('=', StringComparison.Ordinal))
        {
            var (name, value) = InstructionText.SplitKeyword(Arguments);
            return [(name, value)];
        }

        return from word in words
               let sign = word.IndexOf('=', StringComparison.Ordinal)
               where sign > 0
               select (word[..sign], word[(sign + 1)..]);
    }

    /// <summary>The mounts of a <c>RUN</c>.</summary>
    internal IEnumerable<RunMount> Mounts() => Flags.Where(flag => flag.Name == "mount").Select(flag => RunMount.Parse(flag.Value ?? ""));
}
