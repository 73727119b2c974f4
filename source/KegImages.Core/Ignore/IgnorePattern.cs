namespace KegImages.Ignore;

/// <summary>One pattern of an ignore file, matched as BuildKit's client matches it: see <c>docs/fingerprints.md</c> for the
/// grammar.</summary>
internal sealed class IgnorePattern
{
    private enum Kind
    {
        Exact,
        Prefix,
        Suffix,
        Expression,
    }

    // A path has at most 4096 bytes: the worst pattern takes some tenths of a second with the longest.
    private const int MostSteps = 2048;

    private static readonly AsciiSet Special = new("*[]?^\\");

    private readonly Kind kind;
    private readonly string expression;
    private GoProgram? compiled;

    private IgnorePattern(string text, bool isException, SourceLocation location)
    {
        Text = text;
        IsException = isException;
        Location = location;
        (kind, expression) = Read(text);
        LiteralFolder = WithoutTrailingWildcard(text) is var literal && Special.IsIn(literal) ? null : literal;
    }

    /// <summary>The cleaned pattern, without the <c>!</c> of an exception.</summary>
    public string Text { get; }

    public bool IsException { get; }
    public SourceLocation Location { get; }

    /// <summary>The pattern less one trailing <c>/**</c> or <c>/*</c>, when it has no other special character; null otherwise.</summary>
    public string? LiteralFolder { get; }

    /// <summary>The pattern of a trimmed line that is no comment and not blank; null when nothing is left of it.</summary>
    /// <exception cref="WrongUseException">BuildKit would refuse the pattern.</exception>
    public static IgnorePattern? Of(string line, SourceLocation location)
    {
        var isException = line[0] == '!';
        var rest = isException ? line[1..].Trim() : line;
        if (rest.Length > 0)
        {
            rest = GoPath.Clean(rest);
            if (rest.Length > 1 && rest[0] == '/')
                rest = rest[1..];
        }

        // BuildKit's server cleans a line without its '!', and its client once more with it: '!/' is '!' in the end.
        var text = (isException ? "!" + rest : rest).Trim();
        if (text.Length == 0)
            return null;
        text = GoPath.Clean(text);
        isException = text[0] == '!';
        if (isException)
            text = text[1..];
        if (text.Length == 0)
            throw new WrongUseException("'!' alone brings nothing back", location,
                "Write the path to bring back behind it, such as '!src', or take the line away.");
        if (!GoMatch.Accepts(text))
            throw Refused(text, location);
        return new IgnorePattern(text, isException, location);
    }

    /// <summary>Whether the pattern matches this very path, relative to the context with <c>/</c> between its parts; its parents are not
    /// looked at.</summary>
    public bool Matches(string path) => kind switch
    {
        Kind.Exact => path == Text,
        Kind.Prefix => path.StartsWith(Text[..^2], StringComparison.Ordinal),
        Kind.Suffix => path.EndsWith(Text[2..], StringComparison.Ordinal)
            || (Text[2] == '/' && path.AsSpan().SequenceEqual(Text.AsSpan(3))),
        _ => Compiled().IsMatch(path),
    };

    public bool MatchesOrParent(string path)
    {
        if (Matches(path))
            return true;
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (Matches(path[..slash]))
                return true;
        }

        return false;
    }

    public override string ToString() => IsException ? "!" + Text : Text;

    // BuildKit meets a wrong expression when it first needs it, and so does this: a pattern that decides nothing stops no build.
    private GoProgram Compiled() => compiled ??= GoExpression.TryParse(expression) switch
    {
        null when Text.Contains(@"\p", StringComparison.OrdinalIgnoreCase) =>
            throw new WrongUseException($"'{this}' has a Unicode class ('\\p'), which is not read here", Location,
                "Name the characters: [a-zäöü]."),
        null => throw Refused(ToString(), Location),
        { Steps: > MostSteps } parsed =>
            throw new WrongUseException($"the pattern comes to {parsed.Steps} steps, counts written out: at most {MostSteps} are matched",
                Location),
        { } parsed => GoProgram.Of(parsed),
    };

    private static WrongUseException Refused(string text, SourceLocation location) =>
        new($"'{text}' is not a pattern: BuildKit refuses it as a syntax error", location,
            $"See {ThisProgram.Page("fingerprints")} for what patterns may say.");

    private static (Kind Kind, string Expression) Read(string text)
    {
        var kind = Kind.Exact;
        var expression = new StringBuilder("^");
        for (var i = 0; i < text.Length; i++)
        {
            var first = i == 0;
            switch (text[i])
            {
                case '*' when i + 1 < text.Length && text[i + 1] == '*':
                    i += i + 2 < text.Length && text[i + 2] == '/' ? 2 : 1;
                    var last = i + 1 == text.Length;
                    expression.Append(last ? ".*" : "(.*/)?");
                    kind = first ? Kind.Suffix : last && kind == Kind.Exact ? Kind.Prefix : Kind.Expression;
                    break;
                case '*':
                    expression.Append("[^/]*");
                    kind = Kind.Expression;
                    break;
                case '?':
                    expression.Append("[^/]");
                    kind = Kind.Expression;
                    break;
                case '\\' when i + 1 < text.Length:
                    expression.Append('\\').Append(text[++i]);
                    kind = Kind.Expression;
                    break;
                case '[' or ']':
                    expression.Append(text[i]);
                    kind = Kind.Expression;
                    break;
                // BuildKit leaves '{', '|', '}' and '^' as they are: beside a wildcard they mean what they mean in a regular expression.
                case '.' or '+' or '(' or ')' or '$':
                    expression.Append('\\').Append(text[i]);
                    break;
                default:
                    expression.Append(text[i]);
                    break;
            }
        }

        return (kind, expression.Append('$').ToString());
    }

    private static string WithoutTrailingWildcard(string text)
    {
        text = text.EndsWith("/**", StringComparison.Ordinal) ? text[..^3] : text;
        return text.EndsWith("/*", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
