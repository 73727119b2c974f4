using System.Collections.Immutable;
using KegImages.Pipeline;

namespace KegImages.Tests.Pipeline;

/// <summary>What a plan says beside its table.</summary>
public sealed class PlanNotesTests : IAsyncLifetime
{
    private const string ByHand = "Note: --tag moves the default tag by hand";
    private const string Dirty = "Note: the working tree has changes that are not committed";

    private PretendedRun run = null!;

    public async ValueTask InitializeAsync() => run = await PretendedRun.CreateAsync();

    public ValueTask DisposeAsync()
    {
        run.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_default_tag_is_said_to_move_by_hand_where_the_option_moves_it()
    {
        (await SaidAsync(run.Options with { Tag = "develop" })).ShouldContain(ByHand);
        (await SaidAsync(run.Options with { Tag = "develop", IsFirstImage = true })).ShouldNotContain(ByHand,
            customMessage: "no --tag was typed, and the new tap's run has said it");
        (await SaidAsync(run.Options with { Tag = "develop", ContentOnly = true })).ShouldNotContain(ByHand);
    }

    [Theory]
    [InlineData("Develop", "develop", true)]
    [InlineData("develop", "develop", false)]
    [InlineData("develops", "develop", false)]
    [InlineData("Develop", "rc", false)]
    public async Task A_workflow_does_not_move_it_from_a_branch_that_differs_from_the_default_one_in_case_alone(string branch, string tag,
        bool isRefused)
    {
        using var other = await PretendedRun.CreateAsync(branch);
        async Task PlanAsync() => await (await (other.Options with { Tag = tag }).OpenAsync(other.World, willBuild: true))
            .PlanAsync(CancellationToken.None);
        await PlanAsync();
        other.Environment = new Dictionary<string, string> { ["GITHUB_ACTIONS"] = "true", ["GITHUB_REF_TYPE"] = "branch",
            ["GITHUB_REF_NAME"] = branch }.ToImmutableDictionary();

        if (isRefused)
            (await Should.ThrowAsync<WrongUseException>(PlanAsync)).Message.ShouldContain(
                "from the branch 'Develop': GitHub's conditions take it for 'develop', and ask nobody who has to agree");
        else
            await PlanAsync();
    }

    [Fact]
    public async Task Where_only_content_tags_are_pushed_no_other_tag_is_said_to_move()
    {
        (await SaidAsync(run.Options)).ShouldContain($"3 to build, 0 to reuse; then feature-x at {run.Registry.Host}/keg");
        (await SaidAsync(run.Options with { ContentOnly = true })).ShouldContain(
            $"3 to build, 0 to reuse; pushed to {run.Registry.Host}/keg under content tags only, and no other tag moves");
        run.Repository.Read("output/plan.json").ShouldContain("\"contentOnly\": true");
    }

    [Fact]
    public async Task A_push_from_a_dirty_working_tree_says_once_which_commit_the_labels_name()
    {
        (await SaidAsync(run.Options)).ShouldNotContain(Dirty);
        run.Repository.Write("taps/evf/more", "not committed");

        var head = (await run.Repository.GitAsync("rev-parse", "HEAD"))[..7];
        foreach (var options in new[] { run.Options, run.Options with { DryRun = true } })
        {
            var said = await SaidAsync(options);
            said.ShouldContain($"{Dirty}: what is pushed is built from it, and its revision label names {head}");
            said.Split(Dirty).Length.ShouldBe(2);
        }

        (await SaidAsync(run.Options with { Push = false })).ShouldNotContain(Dirty);
        (await SaidAsync(run.Options with { IsFirstImage = true })).ShouldNotContain(Dirty);
        run.Runner.Commands.Count(command => command.Executable == "git" && command.Arguments.Contains("status"))
            .ShouldBe(5, "it is known from what is read anyway");

        await run.RunAsync();
        (await SaidAsync(run.Options)).ShouldNotContain(Dirty, customMessage: "nothing is built");
    }

    [Fact]
    public async Task With_neither_registry_nor_git_both_are_said_in_the_same_order_each_time()
    {
        run.Repository.Write("keg.yml", run.Repository.Read("keg.yml") + "\ncontexts: { shared: 'http://127.0.0.1:1/shared.git' }\n");
        run.Repository.Write("taps/evf/Dockerfile", "FROM ghcr.io/example/keg-base:develop\nCOPY --from=shared . /shared/\n");

        for (var round = 0; round < 3; round++)
        {
            var failed = await Should.ThrowAsync<FailedException>(SaidAsync(run.Options with { Registry = "127.0.0.1:1" }));

            failed.Message.ShouldMatch(
                @"\Areading the manifest of 127\.0\.0\.1:1/keg/keg-family:feature-x failed[\s\S]*the build context 'shared' is http://127\.0\.0\.1:1/shared\.git");
        }
    }

    private async Task<string> SaidAsync(RunOptions options)
    {
        run.Printed.GetStringBuilder().Clear();
        var opened = await options.OpenAsync(run.World, willBuild: !options.DryRun && options.Registry == run.Registry.Host);
        await opened.PlanAsync(CancellationToken.None);
        return run.Printed.ToString();
    }
}
