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

    /// <summary>
    /// Whether the words that list targets and options are printed behind all of them; each names its own next step otherwise.
    /// </summary>
    public bool LeadsToHelp { get; init; } = true;
}
