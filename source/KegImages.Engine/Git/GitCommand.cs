namespace KegImages.Git;

/// <summary>Git commands that only read: messages in English, no lock taken, no question asked.</summary>
internal static class GitCommand
{
    private static readonly ImmutableSortedDictionary<string, string?> Reading = Sorted.Empty<string?>()
        .Add("LC_ALL", "C.UTF-8")
        // Beside C.UTF-8, unlike C, some systems still look at it.
        .Add("LANGUAGE", null)
        .Add("GIT_OPTIONAL_LOCKS", "0")
        .Add("GIT_TERMINAL_PROMPT", "0");

    /// <summary>A git command in a folder.</summary>
    public static Command Of(string folder, params IEnumerable<string> arguments) =>
        new("git", ["-C", folder, .. arguments]) { Environment = Reading };

    /// <summary>A git command that asks another repository, and so needs no folder of its own.</summary>
    public static Command Remote(params IEnumerable<string> arguments) => new("git", arguments) { Environment = Reading };
}
