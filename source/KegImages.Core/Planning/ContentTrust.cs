namespace KegImages.Planning;

/// <summary>Whose images under content tags a run takes over, as far as their own labels tell: those of every branch, or those alone
/// that were built on one branch or while a merge into it was tried. A label can be forged by whoever may push; it
/// tells apart what was not.</summary>
/// <param name="Only">The one branch; null for all.</param>
public sealed record ContentTrust(BranchName? Only)
{
    // What GitHub calls the branch of a merge that waits in a queue.
    private const string Queue = "gh-readonly-queue/";

    /// <summary>All that holds.</summary>
    public static ContentTrust All { get; } = new((BranchName?)null);

    /// <summary>What an image says, with why it is not taken over where that is so.</summary>
    public Evidence Judge(Evidence says) => Only is null || says.Fingerprint is null || IsOfOnly(says.Branch) ? says
        : says with { Refused = says.Branch is { } branch
            ? $"was built on the branch '{branch}', and only what '{Only}' built itself is taken over"
            : $"does not say on which branch it was built, and only what '{Only}' built itself is taken over" };

    private bool IsOfOnly(BranchName? branch) =>
        branch == Only || branch?.ToString().StartsWith($"{Queue}{Only}/", StringComparison.Ordinal) == true;
}
