using System.Collections.Concurrent;
using KegImages.Building;
using KegImages.Images;
using KegImages.Processes;

namespace KegImages.Tests.Building;

public sealed class BuildRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-building-").FullName;
    private readonly ConcurrentQueue<RunEvent> events = [];
    private readonly ConcurrentDictionary<string, Digest> registry = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_child_is_built_from_the_parent_just_pushed()
    {
        var runner = Builder();

        var result = await Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")), CancellationToken.None);

        result.IsGreen.ShouldBeTrue();
        result.Built.First().Pinned.ToString().ShouldBe($"registry.example/family/tap@{FamilyOf.DigestOf("tap")}");
        runner.Commands.Last().Arguments.ShouldContain($"KEG_BASE_IMAGE=registry.example/family/tap@{FamilyOf.DigestOf("tap")}");
    }

    [Fact]
    public async Task Without_a_push_a_child_is_built_from_its_parents_content_tag()
    {
        var runner = Builder();

        var result = await Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")) with { Push = false }, CancellationToken.None);

        result.Built.First().Digest.ShouldBeNull();
        result.Built.First().ImageId.ShouldBe(FamilyOf.DigestOf("config of tap"));
        runner.Commands.Last().Arguments.ShouldContain("KEG_BASE_IMAGE=registry.example/family/tap:fp-0123456789abcdef0123");
    }

    [Fact]
    public async Task A_failure_blocks_its_descendants_only_and_says_who_failed()
    {
        var plan = FamilyOf.Plan(FamilyOf.Step("keg-base"), FamilyOf.Step("tap", "keg-base"), FamilyOf.Step("core", "keg-base"), FamilyOf.Step("evf", "tap"), FamilyOf.Step("deep", "evf"));

        var result = await Run(Builder(failing: "tap")).RunAsync(plan, CancellationToken.None);

        result.Outcomes.Select(outcome => outcome switch
        {
            Built => "built",
            Blocked blocked => $"blocked by {blocked.By}",
            Failed failed => $"{failed.Failure.Location} {failed.Failure.ExitCode}",
            _ => "",
        }).ShouldBe(["built", "images/tap/Dockerfile:5 1", "built", "blocked by tap", "blocked by tap"]);
        result.IsGreen.ShouldBeFalse();
        events.OfType<ImageEnded>().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Without_keep_going_what_runs_ends_and_nothing_new_is_started_after_a_failure()
    {
        var plan = FamilyOf.Plan(FamilyOf.Step("one"), FamilyOf.Step("two"), FamilyOf.Step("a", "one"), FamilyOf.Step("b", "two"), FamilyOf.Step("three")) with { Parallel = 2 };
        var failed = new TaskCompletionSource();
        var runner = Builder(failing: "one", before: command => After(command, "--tag").Contains("/two:", StringComparison.Ordinal) ? failed.Task : Task.CompletedTask);
        var run = new BuildRun(runner, new DockerClient(), "/repository", folder, (reference, _) => Task.FromResult(registry.GetValueOrDefault(reference.ToString())), happened =>
        {
            events.Enqueue(happened);
            if (happened is ImageEnded { Outcome: NotStarted })
                failed.TrySetResult();
        }) { KeepGoing = false };

        var result = await run.RunAsync(plan, CancellationToken.None);

        result.Outcomes.Select(outcome => outcome.GetType().Name).ShouldBe(["Failed", "Built", "Blocked", "NotStarted", "NotStarted"]);
        result.NotStarted.ShouldAllBe(outcome => outcome.By == ImageName.Parse("one"));
        runner.Commands.Count.ShouldBe(2);
        events.OfType<ImageEnded>().Count().ShouldBe(5);
    }

    [Fact]
    public async Task A_digest_that_the_registry_does_not_have_is_a_failure()
    {
        var runner = Builder();
        var run = new BuildRun(runner, new DockerClient(), "/repository", folder, (_, _) => Task.FromResult<Digest?>(null), events.Enqueue);

        var result = await run.RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        result.Failed.Single().Failure.Message.ShouldBe(
            $"BuildKit pushed {FamilyOf.DigestOf("tap")}, but the registry has nothing at registry.example/family/tap:fp-0123456789abcdef0123");
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
        var runner = new ScriptedRunner((command, _, _) => throw new FailedException($"{command} was ended after 1:00:00: it did not finish in time"));

        var result = await Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")), CancellationToken.None);

        result.Failed.Single().Failure.Message.ShouldContain("did not finish in time");
        result.Blocked.Single().By.ShouldBe(ImageName.Parse("tap"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task At_most_so_many_are_built_at_once_as_the_plan_says(int parallel)
    {
        int now = 0, most = 0;
        var together = new SemaphoreSlim(0);
        var runner = Builder(before: async _ =>
        {
            var count = Interlocked.Increment(ref now);
            most = Math.Max(most, count);
            if (count == parallel)
                together.Release(parallel);
            await together.WaitAsync(TimeSpan.FromSeconds(20));
            Interlocked.Decrement(ref now);
            together.Release();
        });

        await Run(runner).RunAsync(FamilyOf.Plan([.. Enumerable.Range(0, 6).Select(number => FamilyOf.Step($"i{number}"))]) with { Parallel = parallel }, CancellationToken.None);

        most.ShouldBe(parallel);
    }

    [Fact]
    public async Task Cancelling_ends_every_build_and_leaves_no_file()
    {
        using var source = new CancellationTokenSource();
        var ended = 0;
        var runner = new ScriptedRunner(async (command, _, cancellationToken) =>
        {
            if (command.Arguments.Contains("registry.example/family/two:fp-0123456789abcdef0123"))
                await source.CancelAsync();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }

            return ScriptedRunner.Ended(command);
        });

        await Should.ThrowAsync<OperationCanceledException>(Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("one"), FamilyOf.Step("two")), source.Token));

        ended.ShouldBe(2);
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_build_that_Ctrl_C_ended_before_us_is_cancelled_not_failed()
    {
        using var source = new CancellationTokenSource();
        var runner = new ScriptedRunner(async (command, _, _) =>
        {
            await source.CancelAsync();
            return ScriptedRunner.Ended(command, 130);
        });

        await Should.ThrowAsync<OperationCanceledException>(Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("one")), source.Token));

        events.OfType<ImageEnded>().ShouldBeEmpty();
    }

    private BuildRun Run(ScriptedRunner runner) => new(
        runner, new DockerClient(), "/repository", folder, (reference, _) => Task.FromResult(registry.GetValueOrDefault(reference.ToString())), events.Enqueue) { Clock = new HurriedClock() };

    private ScriptedRunner Builder(string? failing = null, Func<Command, Task>? before = null) => new(async (command, onError, cancellationToken) =>
    {
        if (before is not null)
            await before(command);
        var content = ImageReference.Parse(After(command, "--tag"));
        if (content.Name == failing)
        {
            foreach (var line in Sample.Lines("failing-run"))
                onError!(line);
            return ScriptedRunner.Ended(command, 1);
        }

        foreach (var line in Sample.Lines("cached"))
            onError!(line);
        var config = FamilyOf.DigestOf($"config of {content.Name}");
        var digest = command.Arguments.Contains("--push") ? FamilyOf.DigestOf(content.Name) : config;
        registry[content.ToString()] = digest;
        await File.WriteAllTextAsync(After(command, "--metadata-file"), $$"""{"containerimage.digest":"{{digest}}","containerimage.config.digest":"{{config}}"}""", cancellationToken);
        return ScriptedRunner.Ended(command);
    });

    private static string After(Command command, string option) => command.Arguments[command.Arguments.IndexOf(option) + 1];

    // Every wait is over at once.
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
