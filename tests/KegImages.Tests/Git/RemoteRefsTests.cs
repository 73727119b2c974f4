using KegImages.Git;
using KegImages.Processes;
using KegImages.Revisions;

namespace KegImages.Tests.Git;

/// <summary>A ref means what BuildKit takes it for, and never one that only ends like it.</summary>
public sealed class RemoteRefsTests
{
    private static readonly string[] Names =
    [
        "HEAD", "refs/heads/main", "refs/heads/feature/release", "refs/heads/both", "refs/tags/both", "refs/tags/both^{}", "refs/tags/v1",
            "refs/tags/v1^{}", "refs/tags/light",
        "refs/pull/1/head", "refs/heads/refs/odd",
    ];

    [Theory]
    [InlineData("HEAD", "HEAD")]
    [InlineData("main", "refs/heads/main")]
    [InlineData("refs/heads/main", "refs/heads/main")]
    [InlineData("heads/main", "refs/heads/main")]
    [InlineData("feature/release", "refs/heads/feature/release")]
    [InlineData("both", "refs/heads/both")]
    [InlineData("refs/tags/both", "refs/tags/both^{}")]
    [InlineData("v1", "refs/tags/v1^{}")]
    [InlineData("tags/v1", "refs/tags/v1^{}")]
    [InlineData("refs/tags/v1", "refs/tags/v1^{}")]
    [InlineData("light", "refs/tags/light")]
    [InlineData("refs/pull/1/head", "refs/pull/1/head")]
    [InlineData("pull/1/head", "refs/pull/1/head")]
    [InlineData("release", null)]
    [InlineData("head", null)]
    [InlineData("1/head", null)]
    [InlineData("v", null)]
    [InlineData("MAIN", null)]
    public void A_name_means_one_ref_or_none(string name, string? meant)
    {
        var refs = Names.ToDictionary(one => one, CommitOf);

        RemoteRefs.Choose(name, refs).ShouldBe(meant is null ? null : CommitOf(meant));
    }

    [Fact]
    public async Task A_repository_is_asked_for_exactly_that_ref_and_what_is_missing_names_what_is_near()
    {
        using var repository = await TemporaryRepository.CreateAsync("main");
        await repository.GitAsync("tag", "-a", "v1", "-m", "v1");
        await repository.GitAsync("branch", "feature/release");
        var head = (await repository.GitAsync("rev-parse", "HEAD")).Trim();
        var refs = new RemoteRefs(new ProcessRunner());

        foreach (var name in (string[])["", "HEAD", "main", "v1", "refs/heads/feature/release"])
            (await refs.FindAsync(new GitSource(repository.Root, name, ""), CancellationToken.None)).ToString().ShouldBe(head);
        (await Should.ThrowAsync<WrongUseException>(refs.FindAsync(new GitSource(repository.Root, "release", ""),
            CancellationToken.None))).Message
            .ShouldContain("has no ref 'release': there is feature/release");
        (await Should.ThrowAsync<WrongUseException>(refs.FindAsync(new GitSource(repository.Root, head[..12], ""),
            CancellationToken.None))).Message
            .ShouldContain("the beginning of a commit is not enough");
        await Should.ThrowAsync<FailedException>(refs.FindAsync(new GitSource(Path.Combine(repository.Root, "nowhere"), "main", ""),
            CancellationToken.None));
    }

    private static CommitId CommitOf(string name) =>
        CommitId.Parse(Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..40]);
}
