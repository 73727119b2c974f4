namespace KegImages.Environments;

/// <summary>Reads <c>.env</c> files to the values that Docker Compose reads from them: <c>NAME=value</c> or <c>NAME: value</c>, comments,
/// <c>export</c>, quotes that may go on over lines, variables in values. What Compose takes for something that nobody means is refused. See
/// <see href="https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax"/>.</summary>
internal sealed class DotEnv
{
    private const string Export = "export";

    private readonly string text;
    private readonly string path;
    private readonly Func<string, string?> outside;
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly ImmutableArray<EnvironmentEntry>.Builder entries = ImmutableArray.CreateBuilder<EnvironmentEntry>();
    private readonly List<Problem> problems = [];
    private int at;
    private int line = 1;

    private DotEnv(string text, string path, Func<string, string?> outside) => (this.text, this.path, this.outside) =
        (text.StartsWith('\uFEFF') ? text[1..] : text, path, outside);

    /// <summary>Reads the text. A name without a value is declared only.</summary>
    public static (ImmutableArray<EnvironmentEntry> Entries, IReadOnlyList<Problem> Problems) Read(
        string text,
        string path,
        Func<string, string?> outside)
    {
        var reader = new DotEnv(text, path, outside);
        while (reader.SkipToEntry())
            reader.Entry();
        return (reader.entries.ToImmutable(), reader.problems);
    }

    // White space, empty lines and comments.
    private bool SkipToEntry()
    {
        while (at < text.Length)
        {
            if (text[at] == '#')
                at = EndOfLine();
            else if (char.IsWhiteSpace(text[at]))
                line += text[at++] == '\n' ? 1 : 0;
            else
                return true;
        }

        return false;
    }

    private void Entry()
    {
        var location = new SourceLocation(path, line);
        var end = EndOfLine();
        if (text.AsSpan(at, end - at).StartsWith(Export) && at + Export.Length < text.Length
            && text[at + Export.Length] is ' ' or '\t' or '\f' or '\r' or '\n')
            at = SkipBlanks(at + Export.Length, end);
        var sign = text.AsSpan(at, end - at).IndexOfAny('=', ':') is var found and >= 0 ? at + found : -1;
        var name = text[at..(sign < 0 ? end : sign)].TrimEnd();
        if (name.Length == 0 && sign < 0 && end < text.Length)
            at = end;
        else if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
            Refuse(sign < 0 ? null : name, location, end);
        else if (sign < 0)
            Declare(name, location, end);
        else
            Assign(name, SkipBlanks(sign + 1, end), end, location);
    }

    // The rest of the line may be a secret: it is not quoted.
    private void Refuse(string? name, SourceLocation location, int end)
    {
        problems.Add(new Problem(name is null
            ? "this line is neither NAME=value nor a comment"
            : $"'{name}' is not the name of a variable: letters, digits, '_', '.' and '-' are allowed, and it cannot begin with a digit",
                location));
        at = end;
    }

    private void Declare(string name, SourceLocation location, int end)
    {
        at = end;
        // Without a line feed, Compose takes the name for a value that has none.
        if (end == text.Length)
            problems.Add(new Problem(
                $"'{name}' alone ends the file without ending its line: Compose declares a name only in a line that ends",
                location, "end the line"));
        else
            entries.Add(new EnvironmentEntry(name, null, location));
    }

    private void Assign(string name, int begin, int end, SourceLocation location)
    {
        string written;
        var isLiteral = false;
        if (begin < end && text[begin] is '"' or '\'')
        {
            if (Quoted(begin, location) is not { } quoted)
                return;
            isLiteral = text[begin] == '\'';
            written = isLiteral ? quoted : DotEnvEscapes.Expand(quoted);
        }
        else
        {
            written = text[begin..end];
            if (written.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment)
                written = written[..comment];
            (written, at) = (written.TrimEnd(), end);
        }

        try
        {
            var uses = new SortedSet<string>(StringComparer.Ordinal);
            var value = isLiteral ? written
                : ComposeVariables.Expand(written, used => outside(used) ?? values.GetValueOrDefault(used), uses);
            values[name] = value;
            entries.Add(new EnvironmentEntry(name, value, location) { Uses = string.Join(' ', uses) });
        }
        catch (FormatException exception)
        {
            problems.Add(new Problem($"{name}: {exception.Message}", location));
        }
    }

    // What stands in quotes, which a backslash takes the meaning from; null when they are never closed.
    private string? Quoted(int begin, SourceLocation location)
    {
        var quote = text[begin];
        var value = new StringBuilder();
        for (at = begin + 1; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                if (text[++at] != quote)
                    value.Append('\\');
            }
            else if (text[at] == quote)
            {
                at++;
                CheckBehind(quote);
                return value.ToString();
            }

            line += text[at] == '\n' ? 1 : 0;
            value.Append(text[at]);
        }

        problems.Add(new Problem($"the value begins with {quote}, which is never closed", location));
        return null;
    }

    private void CheckBehind(char quote)
    {
        var end = EndOfLine();
        if (text[at..end].Trim() is not ("" or ['#', ..]))
            problems.Add(new Problem($"text follows the closing {quote}", new SourceLocation(path, line)));
        at = end;
    }

    private int EndOfLine() => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private int SkipBlanks(int from, int end)
    {
        while (from < end && text[from] is '\t' or '\v' or '\f' or '\r' or ' ' or '\u0085' or '\u00A0')
            from++;
        return from;
    }
}
