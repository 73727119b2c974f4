namespace KegImages.Dockerfiles;

/// <summary>How an instruction's text divides: keyword, flags, and the rest; words and JSON forms of the rest.</summary>
internal static class InstructionText
{
    /// <summary>Splits a logical line into its first word and what follows.</summary>
    public static (string Keyword, string Remainder) SplitKeyword(string text)
    {
        var end = text.AsSpan().IndexOfAny(" \t\v\f\r");
        return end < 0 ? (text, "") : (text[..end], text[end..].Trim());
    }

    /// <summary>Whether the instruction's form lets it hold heredocs: RUN, COPY, ADD, bare or after ONBUILD, not in JSON form.</summary>
    public static bool CanHoldHeredocs(string text, char escape)
    {
        var (keyword, rest) = SplitKeyword(text);
        if (keyword.Equals("ONBUILD", StringComparison.OrdinalIgnoreCase))
            (keyword, rest) = SplitKeyword(rest);
        return keyword.ToUpperInvariant() is "RUN" or "COPY" or "ADD" && !IsJson(SplitFlags(rest, escape).Remainder);
    }

    /// <summary>Takes the leading <c>--name[=value]</c> words away; their quotes are removed.</summary>
    public static (ImmutableArray<DockerfileFlag> Flags, string Remainder) SplitFlags(string text, char escape)
    {
        var flags = ImmutableArray.CreateBuilder<DockerfileFlag>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at + 1 >= text.Length || text[at] != '-' || text[at + 1] != '-')
                return (flags.ToImmutable(), text[at..]);
            var word = FlagWord(text, ref at, escape);
            if (word == "--")
                return (flags.ToImmutable(), text[at..].Trim());
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            flags.Add(equals < 0 ? new DockerfileFlag(word[2..], null) : new DockerfileFlag(word[2..equals], word[(equals + 1)..]));
        }
    }

    private static string FlagWord(string text, ref int at, char escape)
    {
        var word = new StringBuilder();
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quote == '\0' && char.IsWhiteSpace(c))
                break;
            if (c == escape)
            {
                if (++at < text.Length)
                    word.Append(text[at]);
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (quote != '\0' && c == quote)
            {
                quote = '\0';
            }
            else
            {
                word.Append(c);
            }
        }

        at = Math.Min(at, text.Length);
        return word.ToString();
    }

    /// <summary>The words of ARG, ENV and LABEL: split at white space outside quotes, quotes and escapes kept for the expansion.</summary>
    public static ImmutableArray<string> QuotedWords(string text, char escape)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        var quote = '\0';
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word.Length > 0)
                    words.Add(word.ToString());
                word.Clear();
                continue;
            }

            if (c == escape && quote != '\'')
            {
                if (at + 1 < text.Length)
                    word.Append(c).Append(text[++at]);
                continue;
            }

            if (quote == '\0' && c is '\'' or '"')
                quote = c;
            else if (c == quote)
                quote = '\0';
            word.Append(c);
        }

        if (word.Length > 0)
            words.Add(word.ToString());
        return words.ToImmutable();
    }

    /// <summary>The words of FROM, EXPOSE and the like: split at white space alone.</summary>
    public static ImmutableArray<string> PlainWords(string text) =>
        [.. text.Split([' ', '\t', '\v', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The strings of a JSON form; null when the text is none. Throws <see cref="FormatException"/> for an array of anything but
    /// strings.</summary>
    public static ImmutableArray<string>? JsonWords(string text)
    {
        if (!text.StartsWith('['))
            return null;
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            if (document.RootElement.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
                throw new FormatException("the JSON form takes strings alone");
            return [.. document.RootElement.EnumerateArray().Select(item => item.GetString()!)];
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair is no JSON either.
            return null;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonWords(text) is not null;
        }
        catch (FormatException)
        {
            return true;
        }
    }
}
