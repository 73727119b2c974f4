using System.Collections.Immutable;
using KegImages.Publishing;
using KegImages.Records;
using KegImages.References;
using KegImages.Tests.Pipeline;

namespace KegImages.Tests.Records;

/// <summary>A set that a person put back, or put there from elsewhere, stays until a newer commit comes.</summary>
public sealed class HeldSetTests : IDisposable
{
    private static readonly string[] Images = ["evf", "keg-base", "two"];

    private PretendedRun run = null!;
    private string first = "";
    private string second = "";

    [Fact]
    public async Task A_rollback_holds_against_the_nightly_run_of_what_was_rolled_back()
    {
        var before = await TwoCommitsAsync();
        await RecordsAsync(records => records.RestoreAsync(first[..10], default));
        run.Printed.ToString().ShouldContain($"'develop' is held there: runs of {second[..12]} and before leave it");
        Tags().ShouldBe(before);
        Begin();

        await run.RunAsync();

        Tags().ShouldBe(before);
        run.Registry.Count("^PUT").ShouldBe(0);
        run.Runner.Commands.ShouldNotContain(command => command.Arguments.Contains("build"), "nothing is built for tags that do not move");
        var said = run.Printed.ToString();
        said.ShouldContain($"'develop' is held at {first[..12]}: put back by hand on ");
        said.ShouldContain($"in place of {second[..12]} (./build.sh Restore --to {first[..10]} --tag develop). This run of "
            + $"{second[..12]} is not newer, so nothing is built and no tag moves");
        said.TrimEnd().ShouldEndWith("and so does, by hand: ./build.sh Push --tag develop");
    }

    [Fact]
    public async Task A_plan_a_dry_run_a_run_of_one_tap_and_a_run_of_an_older_commit_leave_it_too()
    {
        var before = await TwoCommitsAsync();
        await RecordsAsync(records => records.RestoreAsync(first, default));
        foreach (var options in new[] { run.Options with { DryRun = true }, run.Options with { Taps = ["evf"] },
            run.Options with { Force = true } })
        {
            Begin();
            await run.RunAsync(options);
            run.Printed.ToString().ShouldContain("'develop' is held at");
            run.Registry.Count("^PUT").ShouldBe(0);
        }

        Begin();
        var plan = await run.Options.OpenAsync(run.World, willBuild: false);
        await plan.PlanAsync(default);
        run.Printed.ToString().ShouldContain("0 to build, 0 to reuse, 3 skipped; 'develop' is held at");

        await run.Repository.GitAsync("checkout", "--quiet", "-B", "develop", $"{first}~1");
        Begin();
        await run.RunAsync();
        run.Printed.ToString().ShouldContain("'develop' is held at");
        Tags().ShouldBe(before);
    }

    [Fact]
    public async Task A_newer_commit_moves_on_and_lets_it_go()
    {
        var before = await TwoCommitsAsync();
        await RecordsAsync(records => records.RestoreAsync(first, default));
        await CommitAsync("third");

        await run.RunAsync();

        Tags().ShouldNotBe(before);
        (await RecordAsync()).Hold.ShouldBeNull();
    }

    [Fact]
    public async Task The_tag_that_is_given_by_hand_moves_it_and_of_one_tap_only_that_tap()
    {
        var before = await TwoCommitsAsync();
        await RecordsAsync(records => records.RestoreAsync(first, default));

        await run.RunAsync(run.Options with { Taps = ["evf"], Tag = "develop" });

        var record = await RecordAsync();
        record.Hold.ShouldNotBeNull("the others of the set are still put back").Over!.ToString().ShouldBe(second);
        Tags()["evf"].ShouldNotBe(before["evf"]);
        Tags()["two"].ShouldBe(before["two"]);

        await run.RunAsync(run.Options with { Tag = "develop" });
        (await RecordAsync()).Hold.ShouldBeNull();
        (await RecordAsync()).Commit!.ToString().ShouldBe(second);
    }

    [Fact]
    public async Task What_the_kept_records_say_stays_as_it_was_published()
    {
        await TwoCommitsAsync();
        var kept = run.Registry.TagOf("keg-family", $"develop.{first[..12]}");

        await RecordsAsync(records => records.RestoreAsync(first, default));
        var held = run.Registry.TagOf("keg-family", "develop");
        await RecordsAsync(records => records.RestoreAsync(first, default));

        run.Registry.TagOf("keg-family", $"develop.{first[..12]}").ShouldBe(kept);
        run.Registry.TagOf("keg-family", "develop").ShouldBe(held, "the second restore changes nothing");
        await RecordsAsync(records => records.RestoreAsync(second, default));
        (await RecordAsync()).Hold.ShouldBeNull("it is where its branch is");
    }

    [Fact]
    public async Task A_promoted_set_holds_too_and_Status_says_so()
    {
        await TwoCommitsAsync();
        await run.Repository.GitAsync("checkout", "--quiet", "-b", "feature/x", first);
        await CommitAsync("of the feature");
        await run.RunAsync();
        await RecordsAsync(records => records.PromoteAsync("develop", default));
        var promoted = Tags();
        await run.Repository.GitAsync("checkout", "--quiet", "develop");
        Begin();

        await run.RunAsync();

        Tags().ShouldBe(promoted);
        run.Printed.ToString().ShouldContain("put there by hand on ");
        run.Printed.ToString().ShouldContain("(./build.sh Promote --tag feature-x --to develop)");
        await RecordsAsync(records => records.StatusAsync(default));
        run.Printed.ToString().ShouldContain("  held: put there by hand on ");
        File.ReadAllText(Path.Combine(run.Repository.Root, "output", "status.json")).ShouldContain("\"hold\": \"put there by hand");
    }

    [Fact]
    public async Task The_page_of_a_workflow_says_that_it_is_held()
    {
        await TwoCommitsAsync();
        await RecordsAsync(records => records.RestoreAsync(first, default));
        var page = Path.Combine(run.Repository.Root, ".nuke", "page.md");
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        run.Environment = ImmutableDictionary<string, string>.Empty.Add("GITHUB_ACTIONS", "true").Add("GITHUB_STEP_SUMMARY", page);

        await run.RunAsync();

        File.ReadAllText(page).ShouldContain("is held at");
    }

    [Fact]
    public async Task A_set_that_is_put_back_while_a_run_builds_is_not_moved_by_it()
    {
        var before = await TwoCommitsAsync();
        await CommitAsync("third");
        var opened = await run.Options.OpenAsync(run.World, willBuild: true);
        await opened.PlanAsync(default);
        foreach (var target in run.Options.Targets)
            await opened.BuildAsync(target, default);
        // Somebody publishes the same commit elsewhere, and somebody finds it broken.
        await run.RunAsync();
        await RecordsAsync(records => records.RestoreAsync(first, default));
        Begin();

        await opened.PublishAsync(default);

        run.Registry.Count("^PUT").ShouldBe(0);
        Tags().ShouldBe(before);
        run.Printed.ToString().ShouldContain("it was put there while this run built");
    }

    public void Dispose() => run?.Dispose();

    private async Task<IReadOnlyDictionary<string, Digest>> TwoCommitsAsync()
    {
        run = await PretendedRun.CreateAsync("develop");
        await CommitAsync("first");
        await run.RunAsync();
        first = await run.Repository.GitAsync("rev-parse", "HEAD");
        var tags = Tags();
        await CommitAsync("second");
        await run.RunAsync();
        second = await run.Repository.GitAsync("rev-parse", "HEAD");
        Tags().ShouldNotBe(tags);
        return tags;
    }

    private async Task CommitAsync(string content)
    {
        run.Repository.Write("taps/evf/Dockerfile",
            $"ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nENV CONTENT=\"{content}\"\n");
        run.Repository.Write("taps/two/Dockerfile",
            $"ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nENV CONTENT=\"{content}\"\n");
        await run.Repository.GitAsync("add", "--all");
        await run.Repository.CommitAsync(content);
    }

    private void Begin()
    {
        run.Registry.Asked.Clear();
        run.Runner.Commands.Clear();
        run.Printed.GetStringBuilder().Clear();
    }

    private Task RecordsAsync(Func<RecordCommands, Task<Decision>> command) =>
        RecordsAsync(async records => { await run.Options.EndAsync(command(records)); });

    private async Task RecordsAsync(Func<RecordCommands, Task> command) =>
        await command(await RecordCommands.OpenAsync(run.Options.At(run.World), run.Options.Selection, default));

    private SortedDictionary<string, Digest> Tags() =>
        new(Images.ToDictionary(image => image, image => run.Registry.TagOf(image, "develop")!), StringComparer.Ordinal);

    private async Task<FamilyRecord> RecordAsync() =>
        (await new FamilyRecordStore(run.World.Registries).GetAsync(Provider.Parse($"{run.Registry.Host}/keg"), Tag.Parse("develop"),
            default)).Record!;
}
