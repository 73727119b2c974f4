namespace KegImages.Ignore;

/// <summary>Parses a regular expression of Go's syntax; Unicode classes (<c>\p</c>) are refused. What a group is called and which of
/// several
/// ways a repetition takes first say nothing of whether a text matches. See <see href="https://pkg.go.dev/regexp/syntax"/>.</summary>
internal sealed class GoExpression
{
    private const int MostCounted = 1000;

    private readonly GoExpressionReader reader;
    private readonly List<GoNode> parts = [];
    private readonly List<GoNode> choices = [];
    private readonly bool isGroup;
    private GoFlags flags;
    private bool isRepeated;

    private GoExpression(GoExpressionReader reader, bool isGroup, GoFlags flags) =>
        (this.reader, this.isGroup, this.flags) = (reader, isGroup, flags);

    /// <summary>The expression, or null when Go refuses the text.</summary>
    public static GoNode? TryParse(string expression) =>
        new GoExpression(new GoExpressionReader(expression), isGroup: false, GoFlags.None).Read();

    private GoNode? Read()
    {
        while (!reader.AtEnd && !(isGroup && reader.Peek == ')'))
        {
            var wasRepeated = isRepeated;
            isRepeated = false;
            if (!Part(wasRepeated))
                return null;
        }

        if (isGroup && !reader.Take(")"))
            return null;
        EndChoice();
        return choices.Count == 1 ? choices[0] : new GoNode.Choice([.. choices]);
    }

    private bool Part(bool wasRepeated)
    {
        switch (reader.Peek)
        {
            case '[':
                return Add(Class());
            case '\\':
                return Escape();
            case '(':
                return Group();
            case '{':
                return reader.Counts() is not var (least, most) ? Add(Letter(reader.Next())) : Repeat(least, most, wasRepeated);
            case '*' or '+' or '?':
                var sign = reader.Next();
                return Repeat(sign == '+' ? 1 : 0, sign == '?' ? 1 : null, wasRepeated);
            case '|':
                reader.Next();
                EndChoice();
                return true;
            case '^' or '$':
                return Add(new GoNode.Place((reader.Next() == '^', flags.HasFlag(GoFlags.Lines)) switch
                {
                    (true, false) => GoPlace.Begin,
                    (true, true) => GoPlace.BeginOfLine,
                    (false, false) => GoPlace.End,
                    (false, true) => GoPlace.EndOfLine,
                }));
            case '.':
                reader.Next();
                return Add(new GoNode.One(flags.HasFlag(GoFlags.DotIsAll) ? CodePoints.Of(CodePoints.Of().Others())
                    : CodePoints.Of(CodePoints.Of(new CodePointRange('\n')).Others())));
            case ')':
                return false;
            default:
                return Add(Letter(reader.Next()));
        }
    }

    private GoNode.One Letter(int codePoint) => new(Folded(CodePoints.Of(new CodePointRange(codePoint))));

    private CodePoints Folded(CodePoints set) => flags.HasFlag(GoFlags.AnyCase) ? GoCase.Folded(set) : set;

    // (…), (?:…), (?P<name>…), (?<name>…), (?i:…), and (?i) for the rest of the group that it stands in.
    private bool Group()
    {
        reader.Next();
        if (!reader.Take("?"))
            return Add(new GoExpression(reader, isGroup: true, flags).Read());
        if (reader.Take("P<") || reader.Take("<"))
            return reader.Name() && Add(new GoExpression(reader, isGroup: true, flags).Read());
        if (reader.Flags(flags) is not { } said)
            return false;
        if (reader.Take(":"))
            return Add(new GoExpression(reader, isGroup: true, said).Read());
        flags = said;
        return reader.Take(")");
    }

    private bool Add(GoNode? part)
    {
        if (part is not null)
            parts.Add(part);
        return part is not null;
    }

    private void EndChoice()
    {
        choices.Add(new GoNode.Sequence([.. parts]));
        parts.Clear();
    }

    private bool Repeat(int least, int? most, bool wasRepeated)
    {
        if (wasRepeated || parts.Count == 0 || least > MostCounted || most > MostCounted || most < least)
            return false;
        parts[^1] = new GoNode.Repeated(parts[^1], least, most);
        isRepeated = true;
        reader.Take("?");
        return true;
    }

    private bool Escape()
    {
        if (reader.Perl() is { } named)
            return Add(new GoNode.One(Folded(CodePoints.Of(named))));
        reader.Next();
        if (reader.Take("Q"))
        {
            foreach (var rune in reader.Until(@"\E").EnumerateRunes())
                parts.Add(Letter(rune.Value));
            return true;
        }

        GoPlace? place = reader.Take("A") ? GoPlace.Begin
            : reader.Take("z") ? GoPlace.End
            : reader.Take("b") ? GoPlace.WordEdge
            : reader.Take("B") ? GoPlace.NoWordEdge
            : null;
        return Add(place is { } kind ? new GoNode.Place(kind) : reader.Escaped() is { } letter ? Letter(letter) : null);
    }

    private GoNode.One? Class()
    {
        reader.Next();
        var isNegated = reader.Take("^");
        var ranges = new List<CodePointRange>();
        for (var first = true; reader.AtEnd || reader.Peek != ']' || first; first = false)
        {
            if (reader.AtEnd || Member() is not { } member)
                return null;
            ranges.AddRange(member);
        }

        reader.Next();
        var set = Folded(CodePoints.Of(ranges));
        return new GoNode.One(isNegated ? CodePoints.Of(set.Others()) : set);
    }

    private IEnumerable<CodePointRange>? Member()
    {
        if (reader.Named() is { } name)
            return GoClasses.Of(name);
        if (reader.Perl() is { } named)
            return named;
        if (reader.Single() is not { } low)
            return null;
        if (!reader.HasRange)
            return [new CodePointRange(low)];
        reader.Next();
        return reader.Single() is { } high && low <= high ? [new CodePointRange(low, high)] : null;
    }
}
