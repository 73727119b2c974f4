using KegImages.Building;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

/// <summary>What counts as a failure of an image, what is tried again, and what goes on without it.</summary>
public sealed class FailedBuildTests : BuildingTests
{
    [Fact]
    public async Task A_failure_blocks_its_descendants_only_and_says_who_failed()
    {
        var plan = FamilyOf.Plan(FamilyOf.Step("keg-base"), FamilyOf.Step("tap", "keg-base"), FamilyOf.Step("core", "keg-base"),
            FamilyOf.Step("evf", "tap"), FamilyOf.Step("deep", "evf"));

        var result = await Run(Builder(failing: "tap")).RunAsync(plan, CancellationToken.None);

        result.Images.Select(outcome => outcome switch
        {
            Built => "built",
            Blocked blocked => $"blocked by {blocked.By}",
            Failed failed => $"{failed.Failure.Location} {failed.Failure.ExitCode}",
            _ => "",
        }).ShouldBe(["built", "images/tap/Dockerfile:5 1", "built", "blocked by tap", "blocked by tap"]);
        result.IsGreen.ShouldBeFalse();
        Events.OfType<ImageEnded>().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Without_keep_going_what_runs_ends_and_nothing_new_is_started_after_a_failure()
    {
        var plan = FamilyOf.Plan(FamilyOf.Step("one"), FamilyOf.Step("two"), FamilyOf.Step("a", "one"), FamilyOf.Step("b", "two"),
            FamilyOf.Step("three")) with { Parallel = 2 };
        var failed = new TaskCompletionSource();
        var runner = Builder(failing: "one",
            before: command => After(command, "--tag").Contains("/two:", StringComparison.Ordinal) ? failed.Task : Task.CompletedTask);
        var run = new PlannedBuilds(runner, new DockerClient(), FakeEngine.Nowhere, "/repository", Folder,
            (reference, _) => Task.FromResult(Registry.GetValueOrDefault(reference.ToString())), happened =>
        {
            Events.Enqueue(happened);
            if (happened is ImageEnded { Outcome: NotStarted })
                failed.TrySetResult();
        }) { KeepGoing = false };

        var result = await run.RunAsync(plan, CancellationToken.None);

        result.Images.Select(outcome => outcome.GetType().Name).ShouldBe(["Failed", "Built", "Blocked", "NotStarted", "NotStarted"]);
        result.NotStarted.ShouldAllBe(outcome => outcome.By == ImageName.Parse("one"));
        runner.Commands.Count.ShouldBe(2);
        Events.OfType<ImageEnded>().Count().ShouldBe(5);
    }

    [Fact]
    public async Task A_digest_that_the_registry_does_not_have_is_a_failure()
    {
        var runner = Builder();
        var run = new PlannedBuilds(runner, new DockerClient(), FakeEngine.Nowhere, "/repository", Folder,
            (_, _) => Task.FromResult<Digest?>(null), Events.Enqueue);

        var result = await run.RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        result.Failed.Single().Failure.Message.ShouldBe(
            $"BuildKit pushed {FamilyOf.DigestOf("tap")}, but the registry has nothing at "
                + "registry.example/family/tap:fp-0123456789abcdef0123");
    }

    [Theory]
    [InlineData(1, "", 2, true)]
    [InlineData(2, "", 2, false)]
    [InlineData(1, "ERROR: denied: requested access to the resource is denied", 1, false)]
    public async Task A_push_that_fails_on_the_way_is_tried_once_more(int failures, string said, int attempts, bool isGreen)
    {
        var builder = Builder();
        var count = 0;
        var runner = new ScriptedRunner((command, onError, cancellationToken) =>
        {
            if (++count > failures)
                return builder.RunAsync(command, null, onError, cancellationToken);
            foreach (var line in Sample.Lines("failed-push").Append(said))
                onError!(line);
            return Task.FromResult(ScriptedRunner.Ended(command, 1));
        });

        var result = await Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        count.ShouldBe(attempts);
        result.IsGreen.ShouldBe(isGreen);
        if (isGreen)
            result.Built.Single().IsCached.ShouldBeFalse("the first try built it");
    }

    [Theory]
    [InlineData(1, "connection reset by peer", 2, true)]
    [InlineData(2, "connection reset by peer", 2, false)]
    [InlineData(1, "denied: requested access to the resource is denied", 1, false)]
    public async Task A_push_by_the_engine_is_tried_once_more_too_and_nothing_is_built_for_that(int failures, string said, int attempts,
        bool isGreen)
    {
        var runner = Builder();
        var count = 0;
        var run = Run(runner, (content, _, _) =>
            ++count > failures ? Task.FromResult(Taken(content))
                : throw new FailedException($"the engine could not push {content}: {said}"));

        var result = await run.RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        count.ShouldBe(attempts);
        runner.Commands.Count.ShouldBe(1);
        result.IsGreen.ShouldBe(isGreen);
        if (!isGreen)
            result.Failed.Single().Failure.Message.ShouldEndWith(said);
    }

    [Fact]
    public async Task A_push_by_the_engine_that_takes_too_long_is_a_failure_of_that_image()
    {
        var run = Run(Builder(), async (_, _, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return FamilyOf.DigestOf("never");
        });

        var result = await run.RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")) with { Timeout = TimeSpan.FromMilliseconds(50) },
            CancellationToken.None);

        result.Failed.Single().Failure.Message.ShouldEndWith("it did not finish in time");
    }

    [Fact]
    public async Task What_may_not_count_is_never_pushed_by_the_engine()
    {
        var run = Run(Builder(), (content, _, _) => throw new InvalidOperationException($"{content} was pushed"),
            (_, _) => throw new FailedException("its files changed while it was built"));

        var result = await run.RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        result.Failed.Single().Failure.Message.ShouldBe("its files changed while it was built");
    }

    [Fact]
    public async Task A_failing_instruction_is_not_tried_again()
    {
        var runner = Builder(failing: "tap");

        await Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        runner.Commands.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_build_that_takes_too_long_is_a_failure_of_that_image()
    {
        var runner = new ScriptedRunner((command, _, _) =>
            throw new FailedException($"{command} was ended after 1:00:00: it did not finish in time"));

        var result = await Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")), CancellationToken.None);

        result.Failed.Single().Failure.Message.ShouldContain("did not finish in time");
        result.Blocked.Single().By.ShouldBe(ImageName.Parse("tap"));
    }
}
