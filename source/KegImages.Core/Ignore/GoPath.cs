namespace KegImages.Ignore;

/// <summary>Paths as Go's <c>path/filepath</c> cleans them on Unix, which is how ignore patterns are read.</summary>
internal static class GoPath
{
    /// <summary>The shortest path of the same meaning: no empty part, no <c>.</c>, no <c>..</c> that something stands before; never
    /// empty.</summary>
    public static string Clean(string path)
    {
        var rooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (!rooted)
                parts.Add(part);
        }

        var joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }
}
