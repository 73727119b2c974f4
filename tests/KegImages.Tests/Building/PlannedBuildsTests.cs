using KegImages.Building;
using KegImages.References;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

public sealed class PlannedBuildsTests : BuildingTests
{
    private const string Missing =
        """{"vertexes":[{"digest":"sha256:1","name":"importing cache manifest from r.io/tap:cache_x","error":"not found"}]}""";

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

    [Theory]
    [InlineData("""{"vertexes":[{"digest":"sha256:1","name":"exporting cache to registry","error":"denied"}]}""")]
    [InlineData("ERROR: Cache export is not supported for the docker driver.")]
    public async Task Where_layers_cannot_be_kept_the_image_is_built_once_more_without_and_that_is_said(string line)
    {
        var good = Builder();
        var runner = new ScriptedRunner(async (command, onError, cancellationToken) =>
        {
            if (!command.Arguments.Contains("--cache-to"))
                return await good.RunAsync(command, null, onError, cancellationToken);
            onError!(line);
            return ScriptedRunner.Ended(command, 1);
        });

        var result = await Cached(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        result.IsGreen.ShouldBeTrue();
        runner.Commands.Count.ShouldBe(2);
        Warnings().ShouldContain(text => text.StartsWith("built once more without the layer cache, which failed",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cache_that_could_not_be_read_or_kept_is_said_once_and_the_image_is_built()
    {
        var good = Builder();
        var runner = new ScriptedRunner(async (command, onError, cancellationToken) =>
        {
            for (var i = 0; i < 2; i++)
                onError!(Missing);
            return await good.RunAsync(command, null, onError, cancellationToken);
        });

        var result = await Cached(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        result.IsGreen.ShouldBeTrue();
        runner.Commands.ShouldHaveSingleItem();
        Warnings().ShouldBe(["importing cache manifest from r.io/tap:cache_x: not found"]);
    }

    [Fact]
    public async Task A_build_that_fails_by_itself_is_not_repeated_without_the_cache_and_its_own_step_is_to_blame()
    {
        var bad = Builder(failing: "tap");
        var runner = new ScriptedRunner(async (command, onError, cancellationToken) =>
        {
            onError!(Missing);
            return await bad.RunAsync(command, null, onError, cancellationToken);
        });

        var result = await Cached(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        runner.Commands.ShouldHaveSingleItem();
        result.Failed.ShouldHaveSingleItem().Failure.Instruction.ShouldNotBeNull().ShouldStartWith("RUN ");
    }

    private PlannedBuilds Cached(ScriptedRunner runner)
    {
        var place = ImageReference.Parse("registry.example/family/tap:cache_x");
        return new PlannedBuilds(runner, new DockerClient(), FakeEngine.Nowhere, "/repository", Folder,
            (reference, _) => Task.FromResult(Registry.GetValueOrDefault(reference.ToString())), Events.Enqueue)
        {
            LayersOf = (_, _, _) => Task.FromResult(new LayerCache([place], place)),
        };
    }

    private IEnumerable<string> Warnings() => Events.OfType<ImageProgressed>().Select(progressed => progressed.Event)
        .OfType<VertexWarned>().Select(warned => warned.Text);

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
