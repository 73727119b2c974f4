namespace KegImages.Git;

/// <summary>
/// What <c>git status --porcelain=v2 --branch -z</c> says. See
/// <see href="https://git-scm.com/docs/git-status#_porcelain_format_version_2"/>.
/// </summary>
internal sealed record GitStatus(CommitId? Commit, string? Head, bool IsDirty)
{
    private const string OidHeader = "# branch.oid ";
    private const string HeadHeader = "# branch.head ";

    /// <summary>Reads it; a head that is detached, or is called so, is null.</summary>
    public static GitStatus Parse(string output)
    {
        var entries = output.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var oid = entries.First(entry => entry.StartsWith(OidHeader, StringComparison.Ordinal))[OidHeader.Length..];
        var head = entries.First(entry => entry.StartsWith(HeadHeader, StringComparison.Ordinal))[HeadHeader.Length..];
        return new GitStatus(
            oid == "(initial)" ? null : CommitId.Parse(oid),
            head == "(detached)" ? null : head,
            entries.Any(entry => !entry.StartsWith("# ", StringComparison.Ordinal)));
    }
}
