using System.Collections.Immutable;

namespace KegImages.Tests.Pipeline;

public sealed class PipelinePageTests : IAsyncLifetime
{
    private PretendedRun run = null!;

    public async ValueTask InitializeAsync()
    {
        run = await PretendedRun.CreateAsync();
        run.Environment = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_EVENT_NAME"] = "pull_request",
            ["GITHUB_HEAD_REF"] = "feature/x",
            ["GITHUB_WORKSPACE"] = Path.GetDirectoryName(run.Repository.Root)!,
            ["GITHUB_STEP_SUMMARY"] = Summary,
            ["GITHUB_SERVER_URL"] = "https://github.com",
            ["GITHUB_REPOSITORY"] = "example/family",
            ["GITHUB_RUN_ID"] = "17",
            ["NPM_TOKEN"] = "npm-s3cret-word",
        }.ToImmutableDictionary();
        await File.WriteAllTextAsync(Summary, "before\n");
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(Summary);
        run.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Summary => $"{run.Repository.Root}.md";

    [Fact]
    public async Task A_pushed_run_has_one_page_below_what_the_step_said_before()
    {
        await run.RunAsync();

        var page = await File.ReadAllTextAsync(Summary);
        page.ShouldStartWith("before\n## Images `feature-x`\n\n3 cached in ");
        page.ShouldContain($"; pushed to `{run.Registry.Host}/keg` as `feature-x`.");
        page.ShouldContain("| evf | taps | cached |");
        page.Split("## Images").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_pull_request_s_comment_compares_with_the_default_branch()
    {
        await run.RunAsync(run.Options with { Tag = "develop" });
        run.Repository.Write("taps/evf/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nLABEL changed=yes\n");

        await run.RunAsync();

        var comment = run.Repository.Read("output/comment.md");
        comment.ShouldStartWith("<!-- keg-images -->\n### Images `feature-x`\n");
        comment.ShouldMatch(
            @"\| evf \| no image of these inputs exists yet \| `feature-x` \| 1\.\d kB \([+−]\d+ B\) \| `\./build\.sh Start --tap evf --from evf:feature-x` ");
        comment.ShouldContain("The same as `develop`: keg-base, two.");
        comment.ShouldContain("[log](https://github.com/example/family/actions/runs/17)");
    }

    [Fact]
    public async Task What_a_fork_builds_is_commented_as_not_pushed()
    {
        await run.RunAsync(run.Options with { Push = false });

        var comment = run.Repository.Read("output/comment.md");
        comment.ShouldContain("**Built, not pushed.**");
        comment.ShouldContain("| not pushed |  | `./build.sh BuildTaps --image evf` |");
        run.Registry.Count("^PUT").ShouldBe(0);
        run.Registry.Count("^POST").ShouldBe(0);
    }

    [Fact]
    public async Task A_failed_image_is_annotated_below_the_checkout_and_shown_on_the_page()
    {
        run.Failing = "evf";

        await Should.ThrowAsync<FailedException>(() => run.RunAsync());

        var folder = Path.GetFileName(run.Repository.Root);
        run.Printed.ToString().ShouldContain($"::error file={folder}/taps/evf/Dockerfile,line=5,title=evf failed at 3/4 RUN echo before");
        var page = await File.ReadAllTextAsync(Summary);
        page.ShouldContain("| evf | taps | **failed** |");
        page.ShouldContain("<summary>evf failed: its last lines</summary>");
        page.ShouldContain("no tag was moved.");
    }

    [Fact]
    public async Task Wrong_use_is_annotated_at_its_line()
    {
        run.Repository.Write("taps/evf/Dockerfile", "FROM ghcr.io/example/keg-bse:develop\n");

        await Should.ThrowAsync<WrongUseException>(() => run.RunAsync());

        run.Printed.ToString().ShouldContain(
            $"::error file={Path.GetFileName(run.Repository.Root)}/taps/evf/Dockerfile,line=1::FROM ghcr.io/example/keg-bse:develop: no "
                + "image 'keg-bse'");
    }

    [Fact]
    public async Task A_secret_is_in_nothing_that_is_written()
    {
        // What the build that fails says has this in it, in an instruction and in a line of the Dockerfile.
        run.Environment = run.Environment.SetItem("NPM_TOKEN", "echo before");
        run.Failing = "evf";

        await Should.ThrowAsync<FailedException>(() => run.RunAsync(run.Options with { Push = false }));

        foreach (var file in Directory.EnumerateFiles(Path.Combine(run.Repository.Root, "output")).Append(Summary))
            (await File.ReadAllTextAsync(file)).ShouldNotContain("echo before", Case.Sensitive, file);
        run.Printed.ToString().Split('\n').Where(line => !line.StartsWith("::add-mask::", StringComparison.Ordinal))
            .ShouldAllBe(line => !line.Contains("echo before", StringComparison.Ordinal));
        run.Repository.Read("output/family.json").ShouldContain("RUN ***");
    }

    [Fact]
    public async Task Elsewhere_GitHub_is_told_nothing()
    {
        run.Environment = run.Environment.Remove("GITHUB_ACTIONS");
        run.Failing = "evf";

        await Should.ThrowAsync<FailedException>(() => run.RunAsync());

        (await File.ReadAllTextAsync(Summary)).ShouldBe("before\n");
        run.Printed.ToString().ShouldNotContain("::");
        File.Exists(Path.Combine(run.Repository.Root, "output", "comment.md")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_log_has_a_group_an_image()
    {
        await run.RunAsync();

        var lines = run.Printed.ToString().ReplaceLineEndings("\n").Split('\n');
        lines.Count(line => line.StartsWith("::group::", StringComparison.Ordinal)).ShouldBe(3);
        lines.ShouldContain(line => line.StartsWith("::group::evf ", StringComparison.Ordinal));
    }
}
