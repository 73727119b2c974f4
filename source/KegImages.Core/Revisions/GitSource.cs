namespace KegImages.Revisions;

/// <summary>A git repository that a build takes files from, <c>url[#ref[:folder]]</c>, as BuildKit tells it from other addresses. See
/// <see href="https://docs.docker.com/build/concepts/context/#git-repositories"/> and
/// <see href="https://github.com/moby/buildkit/blob/v0.13.2/util/gitutil/git_ref.go"/>.</summary>
/// <param name="Url">Where it is, without a fragment.</param>
/// <param name="Ref">The ref or commit as written; empty for the default branch.</param>
/// <param name="Folder">The folder in it that is meant; empty for all of it.</param>
public sealed record GitSource(string Url, string Ref, string Folder)
{
    private const string Suffix = ".git";

    /// <summary>Reads an address; false when BuildKit takes it for something else than git.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GitSource? source)
    {
        source = null;
        var parts = text.Split('#', 2);
        if (!IsGit(parts[0]))
            return false;
        var fragment = parts.Length > 1 ? parts[1].Split(':', 2) : [""];
        source = new GitSource(parts[0], fragment[0], fragment.Length > 1 ? fragment[1] : "");
        return true;
    }

    /// <summary>The same source at a commit.</summary>
    public GitSource At(CommitId commit) => this with { Ref = commit.ToString() };

    /// <summary>Whether only BuildKits of another version read this address as a repository's: with <c>?ref=…</c>.</summary>
    public bool HasQuery => Url.Contains("://", StringComparison.Ordinal) && Url.Contains('?', StringComparison.Ordinal);

    /// <summary>The address as it is written.</summary>
    public override string ToString() => (Ref, Folder) switch
    {
        ("", "") => Url,
        (_, "") => $"{Url}#{Ref}",
        _ => $"{Url}#{Ref}:{Folder}",
    };

    private static bool IsGit(string url)
    {
        if (url.StartsWith("github.com/", StringComparison.Ordinal))
            return true;
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0
            ? IsScp(url)
            : url[..scheme] switch
            {
                "git" or "ssh" => true,
                // Any other address is a file that is fetched.
                "http" or "https" => url[(scheme + 3)..].Split('?')[0].EndsWith(Suffix, StringComparison.Ordinal),
                _ => false,
            };
    }

    // user@host:path, as ssh has it.
    private static bool IsScp(string url)
    {
        var at = url.IndexOf('@', StringComparison.Ordinal);
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && colon > at + 1
            && url[..at].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && url[(at + 1)..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
    }
}
