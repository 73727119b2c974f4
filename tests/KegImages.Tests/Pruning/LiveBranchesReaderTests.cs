using KegImages.Api;
using KegImages.Pruning;
using KegImages.Revisions;
using KegImages.Tests.Git;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pruning;

public sealed class LiveBranchesReaderTests : IDisposable
{
    private static readonly BranchName Develop = BranchName.Parse("develop");

    private readonly FakeGitHub gitHub = new();
    private string url = "https://github.com/example/family.git";
    private (int ExitCode, string Output) listed =
        (0, "0123456789012345678901234567890123456789\trefs/heads/develop\n"
            + "0123456789012345678901234567890123456789\trefs/heads/Feature/X\n");

    [Fact]
    public async Task The_branches_of_a_real_remote_are_read_as_they_are_now()
    {
        using var remote = await TemporaryRepository.CreateAsync();
        await remote.GitAsync("branch", "feature/x");
        using var clone = await TemporaryRepository.CreateAsync();
        await clone.GitAsync("remote", "add", "origin", remote.Root);
        await clone.GitAsync("fetch", "--quiet", "origin");
        await remote.GitAsync("branch", "--delete", "--force", "feature/x");
        await remote.GitAsync("branch", "Feature/Y");

        var live = await new LiveBranchesReader(clone.Root, TemporaryRepository.Commands, new Dictionary<string, string>(),
            null).ReadAsync(Develop, default);

        live.Branches.Select(branch => branch.ToString()).ShouldBe(["develop", "Feature/Y"], ignoreOrder: true);
        live.Source.ShouldBeNull();
        live.Note.ShouldContain("there is no GITHUB_TOKEN");
        (await Should.ThrowAsync<WrongUseException>(() =>
            new LiveBranchesReader(remote.Root, TemporaryRepository.Commands, new Dictionary<string, string>(), null).ReadAsync(Develop,
                default)))
            .Message.ShouldContain("no remote 'origin'");
    }

    [Fact]
    public async Task Open_pull_requests_keep_their_branch_and_forks_say_nothing()
    {
        gitHub.PullRequests.AddRange([("feature/reviewed", "Example/Family"), ("feature/fork", "someone/family"),
            ("feature/orphan", null)]);
        for (var i = 0; i < 150; i++)
            gitHub.PullRequests.Add(($"many/{i}", "example/family"));

        var live = await ReadAsync();

        live.Branches.ShouldContain(BranchName.Parse("feature/reviewed"));
        live.Branches.ShouldContain(BranchName.Parse("many/149"));
        live.Branches.ShouldNotContain(BranchName.Parse("feature/fork"));
        live.Branches.ShouldNotContain(BranchName.Parse("feature/orphan"));
        live.Branches.Count.ShouldBe(2 + 151);
        gitHub.Asked[0].ShouldBe("GET /repos/example/family/pulls?state=open&per_page=100");
    }

    [Fact]
    public async Task Elsewhere_than_at_GitHub_branches_alone_decide()
    {
        url = "git@gitlab.example:team/family.git";

        var live = await ReadAsync();

        gitHub.Asked.ShouldBeEmpty();
        live.Source!.ToString().ShouldBe("https://gitlab.example/team/family");
        live.Note.ShouldContain("pull requests were not asked for ('origin' is not at github.com)");
    }

    [Fact]
    public async Task Whatever_does_not_answer_ends_it()
    {
        var whole = listed;
        listed = (128, "");
        (await Should.ThrowAsync<FailedException>(ReadAsync)).Message.ShouldContain("nothing is removed");
        listed = (0, "");
        (await Should.ThrowAsync<FailedException>(ReadAsync)).Message.ShouldContain("names no branch at all");
        listed = (0, whole.Output.Replace("develop", "main", StringComparison.Ordinal));
        (await Should.ThrowAsync<WrongUseException>(ReadAsync)).Message.ShouldContain("'origin' has no branch 'develop'");
        listed = whole;
        gitHub.First.Enqueue(new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { Content =
            new StringContent("""{"message":"no"}""") });
        (await Should.ThrowAsync<FailedException>(ReadAsync)).Message.ShouldContain(
            "GitHub does not list the open pull requests of example/family (it answers 403: no)");
    }

    [Theory]
    [InlineData("https://github.com/example/family", "true", true)]
    [InlineData("https://github.com.evil.example/family", "true", false)]
    [InlineData("git@github.com:example/family", "true", false)]
    [InlineData("https://github.com/example/family", "", false)]
    public async Task A_workflow_s_token_reaches_git_through_its_environment_and_only_for_its_own_server(string remote, string isWorkflow,
        bool isGiven)
    {
        url = remote;
        var commands = Commands();

        await new LiveBranchesReader(".", commands,
            new Dictionary<string, string> { ["GITHUB_ACTIONS"] = isWorkflow, ["GITHUB_TOKEN"] = "a-token" }, null).ReadAsync(Develop,
                default);

        var listing = commands.Asked.Single(command => command.Arguments.Contains("ls-remote"));
        listing.Arguments.ShouldNotContain(argument => argument.Contains("a-token", StringComparison.Ordinal));
        listing.Environment.GetValueOrDefault("GIT_CONFIG_VALUE_0")
            .ShouldBe(isGiven ? "AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46YS10b2tlbg==" : null);
        if (isGiven)
            listing.Environment["GIT_CONFIG_KEY_0"].ShouldBe("http.https://github.com/.extraheader");
    }

    [Theory]
    [InlineData("https://github.com/example/family", false)]
    [InlineData("https://github.com/Example/Family/", false)]
    [InlineData("https://github.com/someone/family", true)]
    [InlineData(null, false)]
    public void What_says_another_source_is_not_judged_by_our_branches(string? published, bool isFromElsewhere) =>
        new LiveBranches([], new Uri("https://github.com/example/family"), "").IsFromElsewhere(published is null ? null
            : new Uri(published)).ShouldBe(isFromElsewhere);

    public void Dispose() => gitHub.Dispose();

    private FakeCommands Commands() => new(command => command.Arguments.Contains("config") ? (0, $"{url}\n") : listed);

    private Task<LiveBranches> ReadAsync() =>
        new LiveBranchesReader(".", Commands(), new Dictionary<string, string>(),
            new GitHubApi(gitHub.Client, "a-token")).ReadAsync(Develop, default);
}
