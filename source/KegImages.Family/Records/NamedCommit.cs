using KegImages.Git;

namespace KegImages.Records;

/// <summary>A commit as people know it.</summary>
/// <param name="Commit">Its id.</param>
/// <param name="Day">The day it was made on, <c>2026-01-02</c>.</param>
/// <param name="Subject">Its first line.</param>
public sealed record NamedCommit(CommitId Commit, string Day, string Subject)
{
    /// <summary>Who made it.</summary>
    public string Author { get; init; } = "";

    // Older ones are still restored by their id; they are only not listed in order.
    private const string MostCommits = "5000";

    /// <summary>
    /// The commit that git knows under a name: an id, its beginning, a branch, a tag, <c>HEAD~1</c>; null when it knows none.
    /// </summary>
    public static Task<CommitId?> FindAsync(string root, string name, ICommandRunner commands, CancellationToken cancellationToken) =>
        new GitHistory(root, commands).FindAsync(name, cancellationToken);

    /// <summary>The clone's commits on any branch, the newest first; none in a repository with none.</summary>
    public static async Task<ImmutableArray<NamedCommit>> RecentAsync(string root, ICommandRunner commands,
        CancellationToken cancellationToken)
    {
        var result = await commands.RunAsync(
            GitCommand.Of(root, "log", "--all", "HEAD", "--date-order", "--no-show-signature", $"--max-count={MostCommits}",
                "--format=%H%x09%cs%x09%an%x09%s"), null, null, cancellationToken);
        return result.ExitCode == 0
            ? [.. result.StandardOutput.Split('\n').Select(line => line.Split('\t', 4)).Where(parts => parts.Length == 4)
            .Select(parts => new NamedCommit(CommitId.Parse(parts[0]), parts[1], parts[3]) { Author = parts[2] })]
            : [];
    }
}
