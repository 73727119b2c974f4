namespace KegImages.Revisions;

/// <summary>The branch that a GitHub workflow builds, from its default variables. See
/// <see href="https://docs.github.com/actions/reference/workflows-and-actions/variables"/>.</summary>
internal static class GitHubBranch
{
    /// <summary>The branch to tag by. On GitHub (<c>GITHUB_ACTIONS=true</c>) its variables win over git, because a workflow checks out
    /// merge commits and tags; elsewhere they only help out when HEAD is detached.</summary>
    public static BranchName? Choose(BranchName? checkedOut, IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("GITHUB_ACTIONS") == "true"
            ? From(environment) ?? checkedOut
            : checkedOut ?? From(environment);

    /// <summary>The git tag that a workflow was started by (<c>GITHUB_REF_NAME</c>); null elsewhere.</summary>
    public static string? TagOf(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("GITHUB_ACTIONS") == "true" && environment.GetValueOrDefault("GITHUB_REF_TYPE") == "tag"
            ? environment.GetValueOrDefault("GITHUB_REF_NAME") : null;

    /// <summary>A pull request's own branch (<c>GITHUB_HEAD_REF</c>), else the branch of the push (<c>GITHUB_REF_NAME</c>, unless that is a
    /// tag); null when neither is one.</summary>
    public static BranchName? From(IReadOnlyDictionary<string, string> environment)
    {
        if (BranchName.TryParse(environment.GetValueOrDefault("GITHUB_HEAD_REF"), out var head))
            return head;
        return environment.GetValueOrDefault("GITHUB_REF_TYPE") == "branch"
            && BranchName.TryParse(environment.GetValueOrDefault("GITHUB_REF_NAME"), out var pushed)
            ? pushed
            : null;
    }
}
