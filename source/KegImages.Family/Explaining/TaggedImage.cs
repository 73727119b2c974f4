namespace KegImages.Explaining;

/// <summary>What is under an image's tag now.</summary>
/// <param name="Reference">The image with the tag: the branch's, or the default one where the branch has none yet.</param>
/// <param name="Fingerprint">What it is made of; null where neither record nor label says it.</param>
/// <param name="Commit">The commit that it was built or published from, where that is known.</param>
/// <param name="Branch">The branch that it was built from, where that is known.</param>
public sealed record TaggedImage(ImageReference Reference, Digest Digest, Fingerprint? Fingerprint, string? Commit, string? Branch)
{
    /// <summary>The builder that did its last real build, as its record says; null where no builder is named.</summary>
    public string? Builder { get; init; }

    /// <summary>Where it comes from, as a clause for people: <c>built from 0123456789ab on develop</c>; empty where nothing is
    /// known.</summary>
    public string Origin => Clause(Commit, Branch);

    internal static string Clause(string? commit, string? branch) => (commit, branch) switch
    {
        (null, null) => "",
        (null, _) => $"built on {branch}",
        (_, null) => $"built from {Short(commit)}",
        _ => $"built from {Short(commit)} on {branch}",
    };

    private static string Short(string commit) => commit.Length > 12 ? commit[..12] : commit;
}
