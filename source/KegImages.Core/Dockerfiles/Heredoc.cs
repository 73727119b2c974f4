namespace KegImages.Dockerfiles;

/// <summary>A here-document of an instruction. See <see href="https://docs.docker.com/reference/dockerfile/#here-documents"/>.</summary>
/// <param name="StripsTabs">Whether it was opened by <c>&lt;&lt;-</c>.</param>
internal sealed record Heredoc(string Name, bool StripsTabs, string Body = "", int Line = 0)
{
    /// <summary>The heredocs that a logical line opens, their bodies still empty.</summary>
    public static IEnumerable<Heredoc> FindIn(string line)
    {
        if (!line.Contains("<<", StringComparison.Ordinal))
            yield break;
        foreach (var word in Words(line))
        {
            if (Opening(word) is var (written, stripsTabs) && Unquote(written) is { Length: > 0 } name)
                yield return new Heredoc(name, stripsTabs);
        }
    }

    // '<<NAME', '<<-NAME', behind the number of a descriptor or not.
    private static (string Name, bool StripsTabs)? Opening(string word)
    {
        var rest = word.AsSpan().TrimStart("0123456789");
        if (!rest.StartsWith("<<"))
            return null;
        var stripsTabs = rest is [_, _, '-', ..];
        rest = rest[(stripsTabs ? 3 : 2)..].TrimStart();
        return rest.Contains('<') ? null : (rest.ToString(), stripsTabs);
    }

    // The words of the line with quotes and escapes kept. White space after << belongs to its word.
    // A quote or a brace that is never closed leaves no words at all, as BuildKit has it.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c is '\'' or '"' || (c == '$' && at + 1 < line.Length && line[at + 1] == '{'))
            {
                var end = EndOfGroup(line, at);
                if (end < 0)
                    return [];
                word.Append(line, at, end - at + 1);
                at = end;
            }
            else if (c == '\\' && at + 1 < line.Length)
            {
                word.Append(c).Append(line[++at]);
            }
            else if (c == '<' && at + 1 < line.Length && line[at + 1] == '<')
            {
                word.Append("<<");
                at++;
                while (at + 1 < line.Length && line[at + 1] is ' ' or '\t')
                    word.Append(line[++at]);
            }
            else if (char.IsWhiteSpace(c))
            {
                words.Add(word.ToString());
                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }

        words.Add(word.ToString());
        return words;
    }

    private static int EndOfGroup(string line, int begin)
    {
        var close = line[begin] == '$' ? '}' : line[begin];
        for (var at = begin + 1; at < line.Length; at++)
        {
            if (line[at] == close)
                return at;
            if (line[at] == '\\' && close != '\'')
                at++;
        }

        return -1;
    }

    private static string? Unquote(string word)
    {
        var name = new StringBuilder();
        var quote = '\0';
        for (var at = 0; at < word.Length; at++)
        {
            var c = word[at];
            if (quote == '\0' && c is '\'' or '"')
                quote = c;
            else if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote == '\0' && char.IsWhiteSpace(c))
                return null;
            else if (c == '\\' && quote != '\'' && at + 1 < word.Length)
                name.Append(word[++at]);
            else
                name.Append(c);
        }

        return name.ToString();
    }
}
