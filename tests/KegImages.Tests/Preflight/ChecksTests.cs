using System.Net;
using KegImages.Preflight;
using KegImages.References;
using KegImages.Revisions;

namespace KegImages.Tests.Preflight;

public sealed class ChecksTests
{
    [Theory]
    [InlineData(1_999_999_999, FindingState.Error)]
    [InlineData(2_000_000_000, FindingState.Warning)]
    [InlineData(9_999_999_999, FindingState.Warning)]
    [InlineData(10_000_000_000, FindingState.Ok)]
    public void A_disk_needs_room_for_a_build(long free, FindingState state) =>
        DiskCheck.Of("disk", "here", free, "prune").State.ShouldBe(state);

    [Theory]
    [InlineData(HttpStatusCode.OK, "repo, write:packages", true, FindingState.Ok, "has the scopes repo, write:packages")]
    [InlineData(HttpStatusCode.OK, "repo, read:packages", true, FindingState.Error,
        "has no scope write:packages: it has repo, read:packages")]
    [InlineData(HttpStatusCode.OK, "", false, FindingState.Warning, "has no scope write:packages: it has none")]
    [InlineData(HttpStatusCode.OK, null, true, FindingState.Ok, "is one with permissions instead of scopes")]
    [InlineData(HttpStatusCode.Unauthorized, null, true, FindingState.Error, "expired or was revoked")]
    [InlineData(HttpStatusCode.Forbidden, null, true, FindingState.Warning, "answers 403")]
    public void A_token_is_judged_by_what_GitHub_says(HttpStatusCode status, string? scopes, bool isUsed, FindingState state, string text)
    {
        var finding = GitHubToken.Of("the login", status, scopes, isUsed);

        finding.State.ShouldBe(state);
        finding.Text.ShouldContain(text);
        if (state == FindingState.Error)
            finding.Next!.ShouldContain("docker login ghcr.io");
    }

    [Theory]
    [InlineData(false, null, FindingState.Ok, "its first push makes the package")]
    [InlineData(true, null, FindingState.Warning, "has no label")]
    [InlineData(true, "https://github.com/other/place", FindingState.Warning, "says that its source is https://github.com/other/place")]
    [InlineData(true, "https://github.com/Simpleviewinc/Family.git", FindingState.Ok, "linked to https://github.com/simpleviewinc/family")]
    public void A_package_is_linked_by_its_label(bool exists, string? label, FindingState state, string text)
    {
        var finding = PackageLinks.Of(ImageName.Parse("tap"), (exists, label), new Uri("https://github.com/simpleviewinc/family"));

        finding.State.ShouldBe(state);
        finding.Text.ShouldContain(text);
    }

    [Theory]
    [InlineData("ghcr.io/simpleviewinc", "SimpleViewInc", FindingState.Ok)]
    [InlineData("ghcr.io/simpleviewinc", "someone", FindingState.Warning)]
    [InlineData("ghcr.io/simpleviewinc", null, FindingState.Ok)]
    [InlineData("registry.example/simpleviewinc", "someone", FindingState.Ok)]
    public void A_workflow_pushes_below_its_owner(string provider, string? owner, FindingState state)
    {
        var environment = owner is null ? [] : new Dictionary<string, string> { ["GITHUB_REPOSITORY_OWNER"] = owner };

        ProviderCheck.Namespace(Provider.Parse(provider), environment).State.ShouldBe(state);
    }

    [Fact]
    public void A_repository_with_no_commit_is_worth_a_word()
    {
        var git = new GitFacts { Root = "/repository", Branch = BranchName.Parse("develop") };

        RepositoryCheck.Of(git).ShouldBe(Finding.Warning("git", "branch develop, with no commit yet: images carry no revision",
            "git commit"));
        RepositoryCheck.Of(git with { HeadCommit = CommitId.Parse(new string('a', 40)), IsDirty = true }).Text
            .ShouldBe("branch develop at aaaaaaaaaaaa, with changes that are not committed");
    }
}
