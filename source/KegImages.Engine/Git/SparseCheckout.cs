namespace KegImages.Git;

/// <summary>Dockerfiles that a repository has and a sparse checkout leaves out.</summary>
/// <seealso href="https://git-scm.com/docs/git-sparse-checkout"/>
internal static class SparseCheckout
{
    // As `git ls-files -t` marks what the working tree leaves out.
    private const string LeftOut = "S ";

    private const int MostNamed = 3;

    /// <summary>What a person should know of it; null where nothing is left out.</summary>
    /// <param name="folder">The family's folder.</param>
    /// <param name="groups">Its patterns of folders.</param>
    /// <param name="commands">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public static async Task<string?> NoteAsync(string folder, IEnumerable<string> groups, ICommandRunner commands,
        CancellationToken cancellationToken)
    {
        if (!IsSparse(folder))
            return null;
        var listed = await commands.RunAsync(GitCommand.Of(folder, "ls-files", "-t", "-z"), null, null, cancellationToken);
        if (listed.ExitCode != 0)
            return null;
        var begins = groups.Where(group => !group.StartsWith('!')).Select(Beginning).ToList();
        var missing = listed.StandardOutput.Split('\0').Where(line => line.StartsWith(LeftOut, StringComparison.Ordinal))
            .Select(line => line[LeftOut.Length..])
            .Where(path => path[(path.LastIndexOf('/') + 1)..].Contains("Dockerfile", StringComparison.Ordinal)
                && !path.EndsWith(".dockerignore", StringComparison.Ordinal)
                && begins.Any(begin => path.StartsWith(begin, StringComparison.Ordinal))).ToList();
        if (missing.Count == 0)
            return null;
        var named = string.Join(", ", missing.Take(MostNamed)) + (missing.Count > MostNamed ? ", …" : "");
        return $"this checkout is sparse: {Human.Counted(missing.Count, "Dockerfile")} of the family's folders "
            + $"{(missing.Count == 1 ? "is" : "are")} not in it, and no image of the plan ({named}); have all: git sparse-checkout disable";
    }

    // In git's own folder, which in a worktree is named by a file.
    private static bool IsSparse(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var git = Path.Combine(at.FullName, ".git");
            if (Directory.Exists(git))
                return File.Exists(Path.Combine(git, "info", "sparse-checkout"));
            if (File.Exists(git) && File.ReadAllText(git).Trim() is ['g', 'i', 't', 'd', 'i', 'r', ':', ' ', .. var named])
                return File.Exists(Path.Combine(at.FullName, named, "info", "sparse-checkout"));
        }

        return false;
    }

    // What all that a pattern matches begins with.
    private static string Beginning(string pattern)
    {
        var open = pattern.AsSpan().IndexOfAny('*', '?');
        return open < 0 ? pattern.TrimEnd('/') + "/" : pattern[..(pattern.LastIndexOf('/', open) + 1)];
    }
}
