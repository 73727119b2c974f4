using KegImages.Pipeline;
using KegImages.Reporting;
using KegImages.Reports.Page;

namespace KegImages.Tests.Pipeline;

/// <summary>The page that a run writes, and what it asks for: nothing more than the run itself, as long as nothing is built.</summary>
public sealed class FamilyPageTests : IAsyncLifetime
{
    private PretendedRun run = null!;

    public async ValueTask InitializeAsync() => run = await PretendedRun.CreateAsync();

    public ValueTask DisposeAsync()
    {
        run.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_push_leaves_a_page_a_picture_and_a_document_of_what_it_did()
    {
        await run.RunAsync();

        var page = Document();
        page.Run.IsPublished.ShouldBeTrue();
        page.Run.Sentence.ShouldBe("3 cached; published as feature-x.");
        page.Images.Select(image => (image.Name, image.State)).ShouldBe(
            [("keg-base", PageState.Built), ("evf", PageState.Built), ("two", PageState.Built)]);
        page.Images[1].Parents.Single().ShouldBe(
            new PageParent("keg-base", true, "taps/evf/Dockerfile:2", page.Images[0].Digest));
        page.Images[1].Tags.ShouldBe([$"{run.Registry.Host}/keg/evf:feature-x"]);
        page.Timeline!.Bars.Select(bar => bar.Image).ShouldBe(["keg-base", "evf", "two"], ignoreOrder: true);
        page.Timeline.Bars[0].Steps.ShouldNotBeEmpty();
        page.Timeline.Critical[0].ShouldBe("keg-base");
        File.ReadAllText(Output("family.html")).ShouldContain("data-image=\"evf\"");
        File.ReadAllText(Output("family.svg")).ShouldStartWith("<svg xmlns=");
        File.ReadAllText(Output("family.mmd")).ShouldStartWith("flowchart LR\n");
    }

    [Fact]
    public async Task A_plan_alone_is_a_page_too_and_says_what_was_not_read()
    {
        await PlanAsync();

        var page = Document();
        page.Images.ShouldAllBe(image => image.State == PageState.Planned);
        page.Timeline.ShouldBeNull();
        page.Unread.ShouldContain(unread => unread.Part == "history" && unread.Next == "./build.sh Report");
    }

    [Fact]
    public async Task What_failed_and_what_that_blocks_is_on_the_page_with_its_lines()
    {
        run.Failing = "keg-base";

        await Should.ThrowAsync<FailedException>(() => run.RunAsync());

        var page = Document();
        page.Images.Select(image => image.State).ShouldBe([PageState.Failed, PageState.Blocked, PageState.Blocked]);
        page.Images[0].Failure.ShouldNotBeEmpty();
        page.Images[1].BlockedBy.ShouldBe("keg-base");
        page.Timeline!.Bars.Single().IsFailed.ShouldBeTrue();
        File.ReadAllText(Output("family.mmd")).ShouldContain("[\"evf\"]:::blocked");
    }

    [Fact]
    public async Task A_changed_line_is_named_on_the_page_for_the_image_and_what_is_built_on_it()
    {
        await run.RunAsync();
        run.Repository.Write("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nENV A=b\n");

        await PlanAsync();

        Document().Images.Select(image => image.Sentence).ShouldBe(
        [
            "keg-base is built because images/base/Dockerfile:3 changed",
            "evf is built because keg-base is, because images/base/Dockerfile:3 changed",
            "two is built because keg-base is, because images/base/Dockerfile:3 changed",
        ]);
    }

    [Fact]
    public async Task An_unchanged_plan_asks_for_nothing_that_is_only_for_its_page()
    {
        await run.RunAsync();
        var without = await AskedAsync(async () =>
            await (await run.Options.PipelineAsync(run.World, willBuild: false)).PlanAsync(CancellationToken.None));

        var with = await AskedAsync(PlanAsync);

        with.ShouldBe(without, ignoreOrder: true);
        Document().Images.ShouldAllBe(image => image.State == PageState.Reused
            && image.Sentence!.Contains("is reused: the same inputs as"));
    }

    [Fact]
    public async Task The_second_run_stands_beside_the_first()
    {
        await run.RunAsync();
        run.Repository.Write("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nENV A=b\n");

        await run.RunAsync();

        var page = Document();
        page.Timeline!.Bars.Single().Image.ShouldBe("evf");
        page.Timeline.Bars.Single().Before.ShouldNotBeNull();
        page.Timeline.Before!.Images.Keys.ShouldBe(["evf", "keg-base", "two"]);
        page.Images.Select(image => image.State).ShouldBe([PageState.Reused, PageState.Built, PageState.Reused]);
    }

    [Fact]
    public async Task No_secret_of_a_log_gets_into_any_of_the_files()
    {
        run.Environment = run.Environment.Add("NPM_TOKEN", "npm-s3cret-word");
        run.Repository.Write("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\n# npm-s3cret-word\n");

        await PlanAsync();

        foreach (var file in Directory.EnumerateFiles(Output("")))
            File.ReadAllText(file).ShouldNotContain("npm-s3cret-word");
    }

    [Fact]
    public async Task Report_reads_the_records_of_the_tag_and_compares_them()
    {
        await run.RunAsync();
        run.Repository.Write("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nENV A=b\n");
        await run.Repository.GitAsync("add", "--all");
        await run.Repository.CommitAsync("Change evf");
        await run.RunAsync();

        await ReportAsync();

        var page = Document();
        page.Run.Kind.ShouldBe("report");
        page.History!.Records.Select(record => (record.Subject, record.IsCurrent)).ShouldBe([("Change evf", true), ("A family", false)]);
        page.History.Records[1].Restore.ShouldStartWith("./build.sh Restore --to ");
        page.Timeline!.Bars.Single().Image.ShouldBe("evf", "the last run of this clone");
        page.Lint.ShouldNotBeNull();
        page.Unread.Select(unread => unread.Part).ShouldBe(["behind"], "there is no remote that says which branches live");
        run.Printed.ToString().ShouldContain("output/family.html");
    }

    [Fact]
    public async Task Report_says_which_record_cannot_be_restored_any_more()
    {
        await run.RunAsync();
        run.Repository.Write("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nENV A=b\n");
        await run.Repository.GitAsync("add", "--all");
        await run.Repository.CommitAsync("Change evf");
        var before = run.Registry.TagOf("evf", "feature-x")!;
        await run.RunAsync();
        run.Registry.Instead = (request, response) =>
        {
            if (!request.RawUrl!.EndsWith($"/evf/manifests/{before}", StringComparison.Ordinal))
                return false;
            Registry.FakeRegistry.Answer(response, 404);
            return true;
        };

        await ReportAsync();

        Document().History!.Records[1].Gone.ShouldBe("gone from the registry: evf");
    }

    [Fact]
    public async Task Where_no_browser_can_be_opened_the_path_is_said()
    {
        await ReportAsync(run.Options, open: true);

        run.Printed.ToString().ShouldContain($"no browser can be opened from here: {Output("family.html")}");
    }

    private async Task PlanAsync() => await (await run.Options.OpenAsync(run.World, willBuild: false)).PlanAsync(CancellationToken.None);

    private Task ReportAsync(RunOptions? options = null, bool open = false)
    {
        options ??= run.Options;
        return ReportCommand.ShowAsync(options.At(run.World), options.Selection, options.For(willBuild: false), open,
            CancellationToken.None);
    }

    private async Task<List<string>> AskedAsync(Func<Task> done)
    {
        run.Registry.Asked.Clear();
        await done();
        return [.. run.Registry.Asked];
    }

    private string Output(string file) => Path.Combine(run.Repository.Root, "output", file);

    private PageDocument Document() => PageDocument.Parse(File.ReadAllText(Output("report.json")));
}
