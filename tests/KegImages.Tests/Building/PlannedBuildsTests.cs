using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class PlannedBuildsTests : BuildingTests
{
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
    public async Task Where_the_engine_pushes_buildx_only_builds_and_a_child_is_built_on_the_digest_that_the_engine_said()
    {
        var runner = Builder();

        var result = await Run(runner, (content, _, _) => Task.FromResult(Taken(content)))
            .RunAsync(FamilyOf.Plan(FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")), CancellationToken.None);

        result.IsGreen.ShouldBeTrue();
        result.Built.First().Digest.ShouldBe(FamilyOf.DigestOf("tap"));
        result.Built.First().KnownBy.ShouldBe(FamilyOf.DigestOf("tap"));
        runner.Commands.ShouldAllBe(command => command.Arguments.Contains("type=image") && !command.Arguments.Contains("--push"));
        runner.Commands.Last().Arguments.ShouldContain($"KEG_BASE_IMAGE=registry.example/family/tap@{FamilyOf.DigestOf("tap")}");
    }

    [Fact]
    public async Task Without_a_push_an_image_stays_in_the_engine_that_builds_it_and_nothing_pushes_it()
    {
        var runner = Builder();

        var result = await Run(runner, (content, _, _) => throw new InvalidOperationException($"{content} was pushed"))
            .RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")) with { Push = false }, CancellationToken.None);

        result.Built.ShouldHaveSingleItem().Digest.ShouldBeNull();
        After(runner.Commands.ShouldHaveSingleItem(), "--output").ShouldBe("type=image");
    }

    [Fact]
    public async Task Without_a_push_a_child_is_built_from_its_parents_content_tag()
    {
        var runner = Builder();

        var result = await Run(runner)
            .RunAsync(FamilyOf.Plan(FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")) with { Push = false }, CancellationToken.None);

        result.Built.First().Digest.ShouldBeNull();
        result.Built.First().KnownBy.ShouldBe(FamilyOf.DigestOf("config of tap"), "an engine knows it by what BuildKit says");
        runner.Commands.ShouldAllBe(command => command.Arguments.Contains("--load"));
        runner.Commands.Last().Arguments.ShouldContain("KEG_BASE_IMAGE=registry.example/family/tap:fp-0123456789abcdef0123");
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

        await Run(runner).RunAsync(
            FamilyOf.Plan([.. Enumerable.Range(0, 6).Select(number => FamilyOf.Step($"i{number}"))]) with { Parallel = parallel },
                CancellationToken.None);

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

        await Should.ThrowAsync<OperationCanceledException>(Run(runner)
            .RunAsync(FamilyOf.Plan(FamilyOf.Step("one"), FamilyOf.Step("two")), source.Token));

        ended.ShouldBe(2);
        Directory.EnumerateFileSystemEntries(Folder).ShouldBeEmpty();
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

        Events.OfType<ImageEnded>().ShouldBeEmpty();
    }
}
