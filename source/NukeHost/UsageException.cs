namespace Nuke.Common;

/// <summary>Wrong use of the build or of its class: everything that was found at once. Ends a run with exit code 2.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(IEnumerable<string> problems)
        : this(problems.ToArray())
    {
    }

    public UsageException(params string[] problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    public IReadOnlyList<string> Problems { get; }

    /// <summary>The next step, printed behind all of them; null when each names its own.</summary>
    public string? Next { get; init; } = "Targets and options are listed by: ./build.sh --help";
}
