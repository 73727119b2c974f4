using KegImages.Revisions;

namespace KegImages.Tests.Git;

public class GitHubBranchTests
{
    [Theory]
    // A pull request: its merge commit is checked out, GITHUB_REF_NAME is not a branch that exists.
    [InlineData(null, "true", "feature/x", "12/merge", "branch", "feature/x")]
    [InlineData("develop", "true", "feature/x", "develop", "branch", "feature/x")]
    // A push.
    [InlineData("develop", "true", "", "develop", "branch", "develop")]
    [InlineData(null, "true", "", "develop", "branch", "develop")]
    [InlineData("local", "true", "", "develop", "branch", "develop")]
    // A tag was pushed: only git can know a branch.
    [InlineData(null, "true", "", "v1.0", "tag", null)]
    [InlineData("develop", "true", "", "v1.0", "tag", "develop")]
    // Elsewhere, git wins, and the variables help a detached HEAD.
    [InlineData("develop", null, "feature/x", "other", "branch", "develop")]
    [InlineData(null, null, "feature/x", null, null, "feature/x")]
    [InlineData(null, null, null, "feature/y", "branch", "feature/y")]
    [InlineData(null, null, null, "feature/y", null, null)]
    [InlineData(null, null, null, null, null, null)]
    public void The_branch_is_chosen(string? checkedOut, string? actions, string? headRef, string? refName, string? refType,
        string? expected)
    {
        var environment = new Dictionary<string, string?>
        {
            ["GITHUB_ACTIONS"] = actions, ["GITHUB_HEAD_REF"] = headRef, ["GITHUB_REF_NAME"] = refName, ["GITHUB_REF_TYPE"] = refType,
        }.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);

        GitHubBranch.Choose(checkedOut is null ? null : BranchName.Parse(checkedOut), environment)?.ToString().ShouldBe(expected);
        (GitHubBranch.Choose(checkedOut is null ? null : BranchName.Parse(checkedOut), environment) is null).ShouldBe(expected is null);
    }
}
