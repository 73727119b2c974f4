namespace KegImages.Registry;

/// <summary>Where an answer's list goes on, from its <c>Link</c> headers. See
/// <see href="https://www.rfc-editor.org/rfc/rfc8288#section-3"/>.</summary>
/// <param name="Page">The next page; null where the list ends here, or where that is not known.</param>
/// <param name="Problem">Why it is not known whether and where it goes on, as a clause; null where it is.</param>
internal readonly record struct NextLink(Uri? Page, string? Problem)
{
    private const int LongestQuote = 120;

    // What says where a list is, but not that it goes on.
    private static readonly string[] Others =
        ["first", "prev", "previous", "last", "self", "up", "start", "index", "collection", "canonical", "alternate", "help"];

    public static NextLink Of(IEnumerable<string> headers, Uri from)
    {
        Uri? next = null;
        foreach (var header in headers)
        {
            var text = new HeaderText(header);
            for (text.Skip(","); !text.IsAtEnd; text.Skip(","))
            {
                if (header.Length > HeaderText.Longest || Read(ref text) is not { } link
                    || link.Relations.FirstOrDefault(IsUnknown) is not null || link.Relations.Length == 0)
                    return Unusable(header, "cannot be read");
                if (!link.Relations.Contains("next", StringComparer.OrdinalIgnoreCase))
                    continue;
                if (!WebAddress.TryParse(from, link.Target, out var page) || page.Authority != from.Authority || page.Scheme != from.Scheme
                    || page.AbsolutePath != from.AbsolutePath || page.UserInfo.Length > 0)
                    return Unusable(header, "leads away from the list");
                if (next is not null && next != page)
                    return Unusable(header, "goes on in two ways");
                next = page;
            }
        }

        return new NextLink(next, null);
    }

    private static (string Target, string[] Relations)? Read(ref HeaderText text)
    {
        if (!text.Take('<') || text.Through('>') is not { Length: > 0 } target)
            return null;
        string[] relations = [];
        for (text.Skip(); text.Take(';'); text.Skip())
        {
            text.Skip();
            var name = text.Until(";,=\"").ToString();
            text.Skip();
            if (!text.Take('='))
                continue;
            text.Skip();
            if (text.Value(";,") is not { } value)
                return null;
            // The first one counts.
            if (relations.Length == 0 && name.Equals("rel", StringComparison.OrdinalIgnoreCase))
                relations = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        return text.IsAtEnd || text.Take(',') ? (target, relations) : null;
    }

    private static bool IsUnknown(string relation) =>
        !relation.Equals("next", StringComparison.OrdinalIgnoreCase) && !Others.Contains(relation, StringComparer.OrdinalIgnoreCase);

    private static NextLink Unusable(string header, string why) =>
        new(null, $"its header Link {why}: '{(header.Length > LongestQuote ? header[..LongestQuote] + "…" : header)}'");
}
