namespace KegImages.Dockerfiles;

/// <summary>Cuts a Dockerfile into logical lines: directives, comments, continuations and heredocs are settled here, instructions are
/// not.</summary>
internal sealed class LineReader(string text, Action<int, string> report)
{
    private readonly string[] lines = text.TrimStart('\uFEFF').Split('\n');
    private int next;

    /// <summary>The directives; complete after <see cref="ReadAll"/>.</summary>
    public ParserDirectives Directives { get; } = new();

    public ImmutableArray<LogicalLine> ReadAll()
    {
        var all = ImmutableArray.CreateBuilder<LogicalLine>();
        while (next < lines.Length)
        {
            if (ReadOne() is { } line)
                all.Add(line);
        }

        return all.ToImmutable();
    }

    private LogicalLine? ReadOne()
    {
        var physical = lines[next++].TrimEnd('\r').TrimStart();
        var begin = next;
        if (Directives.Read(physical) is { } wrong)
            report(begin, wrong);
        if (physical.StartsWith('#'))
            return null;

        var parts = new List<string>();
        var starts = ImmutableArray.CreateBuilder<(int Offset, int Line)>();
        starts.Add((0, begin));
        var length = 0;
        var continues = TakeContinuation(ref physical);
        parts.Add(physical);
        while (continues && next < lines.Length)
        {
            physical = lines[next++].TrimEnd('\r');
            // Comments and empty lines may stand between continuation lines, and are no part of the instruction.
            if (string.IsNullOrWhiteSpace(physical) || physical.TrimStart().StartsWith('#'))
                continue;
            continues = TakeContinuation(ref physical);
            length += parts[^1].Length;
            starts.Add((length, next));
            parts.Add(physical);
        }

        var logical = string.Concat(parts).Trim();
        if (logical.Length == 0)
            return null;
        var heredocs = InstructionText.CanHoldHeredocs(logical, Directives.Escape)
            ? Heredoc.FindIn(logical).Select(heredoc => ReadBody(heredoc, begin)).ToImmutableArray()
            : [];
        return new LogicalLine(logical, begin, next, heredocs, starts.ToImmutable());
    }

    private Heredoc ReadBody(Heredoc heredoc, int begin)
    {
        var body = new List<string>();
        var first = next + 1;
        while (next < lines.Length)
        {
            var line = lines[next++].TrimEnd('\r');
            if ((heredoc.StripsTabs ? line.TrimStart('\t') : line) == heredoc.Name)
                return heredoc with { Body = string.Concat(body), Line = first };
            body.Add(line + "\n");
        }

        report(begin, $"the heredoc '<<{heredoc.Name}' is never ended: no line after it is just '{heredoc.Name}'");
        return heredoc with { Body = string.Concat(body), Line = first };
    }

    // An escaped escape character at the end of a line is a character, not a continuation.
    private bool TakeContinuation(ref string line)
    {
        var trimmed = line.AsSpan().TrimEnd(" \t");
        if (trimmed.Length == 0 || trimmed[^1] != Directives.Escape || (trimmed.Length > 1 && trimmed[^2] == Directives.Escape))
            return false;
        line = trimmed[..^1].ToString();
        return true;
    }
}
