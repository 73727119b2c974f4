namespace KegImages.Texts;

/// <summary>Logins that are written into URLs: <c>https://user:password@host</c>, <c>https://token@host</c>,
/// <c>https://host/file?token=…</c>. Linear on any text.</summary>
internal static class UrlLogin
{
    private const string Mark = "://";

    // Personal access tokens have 20 characters and more, account names hardly ever.
    private const int ShortestToken = 20;

    private static readonly string[] SignedQueries = ["sig", "signature", "X-Amz-Signature", "X-Amz-Security-Token"];

    public static bool IsIn(string text, IReadOnlySet<string> notSecret)
    {
        foreach (var url in Urls(text))
        {
            if (Login(text, url) is not null || HasToken(text[url], notSecret))
                return true;
        }

        return false;
    }

    /// <summary>The text with <c>***</c> in place of the passwords and tokens in front of hosts.</summary>
    public static string Masked(string text)
    {
        StringBuilder? masked = null;
        var done = 0;
        foreach (var url in Urls(text))
        {
            if (Login(text, url) is not { } login)
                continue;
            (masked ??= new StringBuilder()).Append(text, done, login.Start.Value - done).Append("***");
            done = login.End.Value;
        }

        return masked is null ? text : masked.Append(text, done, text.Length - done).ToString();
    }

    // From the scheme to what cannot be part of a URL, or to the next one: so no character is looked at twice.
    private static IEnumerable<Range> Urls(string text)
    {
        for (var mark = text.IndexOf(Mark, StringComparison.Ordinal); mark >= 0;)
        {
            var next = text.IndexOf(Mark, mark + Mark.Length, StringComparison.Ordinal);
            var end = mark + Mark.Length;
            while (end < text.Length && end != next && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'' or '<' or '>' or '`'))
                end++;
            var start = mark;
            while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '-' or '.'))
                start--;
            yield return start..end;
            mark = next;
        }
    }

    // The place of the password, or of a token that stands alone; null where there is neither.
    private static Range? Login(string text, Range url)
    {
        var begin = text.IndexOf(Mark, url.Start.Value, StringComparison.Ordinal) + Mark.Length;
        var isWeb = text[url.Start.Value..begin].Contains("http", StringComparison.OrdinalIgnoreCase);
        var host = text.AsSpan(begin, url.End.Value - begin);
        if (host.IndexOfAny('/', '?', '#') is >= 0 and var slash)
            host = host[..slash];
        var at = host.LastIndexOf('@');
        if (at <= 0)
            return null;
        var colon = host[..at].IndexOf(':');
        if (colon >= 0)
            return colon + 1 < at && !host[(colon + 1)..at].SequenceEqual("***") ? (begin + colon + 1)..(begin + at) : null;
        return isWeb && at >= ShortestToken ? begin..(begin + at) : null;
    }

    private static bool HasToken(string url, IReadOnlySet<string> notSecret)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query >= 0 && url[(query + 1)..].Split('#')[0].Split('&').Select(pair => pair.Split('=', 2))
            .Any(pair => pair is [var name, { Length: > 0 }]
            && !notSecret.Contains(name) && (SecretNames.IsSecret(name) || SignedQueries.Contains(name, StringComparer.OrdinalIgnoreCase)));
    }
}
