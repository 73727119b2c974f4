using System.Collections.Immutable;
using System.Text;

namespace KegImages.Environments;

/// <summary>
/// Reads <c>.env</c> files as Docker Compose and the Keg tools write them: <c>NAME=value</c> or <c>NAME: value</c>, comments, <c>export</c>, quotes that may
/// go on over lines. Variables in values are left as written. See <see href="https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax"/>.
/// </summary>
internal sealed class DotEnv
{
    private readonly string[] lines;
    private readonly string path;
    private readonly List<Problem> problems = [];
    private int at;

    private DotEnv(string text, string path)
    {
        lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        this.path = path;
    }

    /// <summary>Reads the text; <paramref name="path"/> names the file in problems. A name without a value is declared only.</summary>
    public static (ImmutableArray<EnvironmentEntry> Entries, IReadOnlyList<Problem> Problems) Read(string text, string path)
    {
        var reader = new DotEnv(text, path);
        var entries = ImmutableArray.CreateBuilder<EnvironmentEntry>();
        for (; reader.at < reader.lines.Length; reader.at++)
        {
            if (reader.Entry() is { } entry)
                entries.Add(entry);
        }

        return (entries.ToImmutable(), reader.problems);
    }

    private EnvironmentEntry? Entry()
    {
        var line = lines[at].Trim();
        if (line.Length == 0 || line[0] == '#')
            return null;
        if (line.StartsWith("export ", StringComparison.Ordinal))
            line = line["export ".Length..].TrimStart();
        var location = new SourceLocation(path, at + 1);
        var sign = line.AsSpan().IndexOfAny('=', ':');
        var name = (sign < 0 ? WithoutComment(line) : line[..sign]).Trim();
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            // The rest of the line may be a secret: it is not quoted.
            problems.Add(new Problem(sign < 0 ? "this line is neither NAME=value nor a comment" : $"'{name}' is not the name of a variable: letters, digits and '_' are allowed, and it cannot begin with a digit", location));
            return null;
        }

        return new EnvironmentEntry(name, sign < 0 ? null : Value(line[(sign + 1)..].Trim(), location), location);
    }

    private string? Value(string text, SourceLocation location)
    {
        if (text.Length == 0 || text[0] is not ('"' or '\''))
            return WithoutComment(text);
        var value = new StringBuilder();
        var quote = text[0];
        var rest = text[1..];
        while (true)
        {
            for (var i = 0; i < rest.Length; i++)
            {
                if (rest[i] == quote)
                {
                    if (WithoutComment(rest[(i + 1)..]).Length > 0)
                        problems.Add(new Problem($"text follows the closing {quote}", location with { Line = at + 1 }));
                    return value.ToString();
                }

                if (quote == '"' && rest[i] == '\\' && i + 1 < rest.Length)
                    value.Append(Unescaped(rest[++i]));
                else
                    value.Append(rest[i]);
            }

            if (at + 1 == lines.Length)
                break;
            value.Append('\n');
            rest = lines[++at];
        }

        problems.Add(new Problem($"the value begins with {quote}, which is never closed", location));
        return null;
    }

    private static string Unescaped(char c) => c switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        '"' or '\\' or '$' => c.ToString(),
        _ => $"\\{c}",
    };

    // A '#' begins a comment at the value's beginning or after white space.
    private static string WithoutComment(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '#' && (i == 0 || char.IsWhiteSpace(text[i - 1])))
                return text[..i].Trim();
        }

        return text.Trim();
    }
}
