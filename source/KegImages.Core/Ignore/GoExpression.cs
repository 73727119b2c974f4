namespace KegImages.Ignore;

/// <summary>Parses a regular expression of Go's syntax, as far as an ignore pattern can come to one: a group holds no flags, and Unicode
/// classes (<c>\p</c>) are refused. See <see href="https://pkg.go.dev/regexp/syntax"/>.</summary>
internal sealed class GoExpression
{
    private const int MostCounted = 1000;

    private readonly GoExpressionReader reader;
    private readonly List<GoNode> parts = [];
    private readonly List<GoNode> choices = [];
    private readonly bool isGroup;
    private bool isRepeated;

    private GoExpression(GoExpressionReader reader, bool isGroup) => (this.reader, this.isGroup) = (reader, isGroup);

    /// <summary>The expression, or null when Go refuses the text.</summary>
    public static GoNode? TryParse(string expression) => new GoExpression(new GoExpressionReader(expression), isGroup: false).Read();

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
                reader.Next();
                return Add(new GoExpression(reader, isGroup: true).Read());
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
                return Add(new GoNode.Place(reader.Next() == '^' ? GoPlace.Begin : GoPlace.End));
            case '.':
                reader.Next();
                return Add(new GoNode.One(CodePoints.Of(CodePoints.Of(new CodePointRange('\n')).Others())));
            case ')':
                return false;
            default:
                return Add(Letter(reader.Next()));
        }
    }

    private static GoNode.One Letter(int codePoint) => new(CodePoints.Of(new CodePointRange(codePoint)));

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
        return true;
    }

    private bool Escape()
    {
        if (reader.Perl() is { } named)
            return Add(new GoNode.One(CodePoints.Of(named)));
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
        var set = CodePoints.Of(ranges);
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
