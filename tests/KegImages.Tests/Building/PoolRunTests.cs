using System.Collections.Concurrent;
using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

/// <summary>A plan that several builders carry out, some of which die.</summary>
public sealed class PoolRunTests : BuildingTests
{
    private readonly ConcurrentDictionary<string, bool> dead = [];

    [Fact]
    public async Task Every_builder_builds_and_who_built_what_is_said()
    {
        var result = await RunAsync(Pooled(), [new("one", 1), new("two", 1)], FamilyOf.Step("a"), FamilyOf.Step("b"),
            FamilyOf.Step("c", "a"));

        result.IsGreen.ShouldBeTrue();
        result.Built.Select(built => built.Builder).Distinct().Order().ShouldBe(["one", "two"]);
        Events.OfType<ImageStarted>().Select(started => started.Builder).Distinct().Order().ShouldBe(["one", "two"]);
        result.Built.Single(built => built.Name == ImageName.Parse("c")).Builder
            .ShouldBe(result.Built.First().Builder, "its parent's layers are there");
    }

    [Fact]
    public async Task An_image_whose_builder_dies_is_built_by_another_and_none_failed()
    {
        dead["one"] = true;

        var result = await RunAsync(Pooled(), [new("one", 2), new("two", 2)],
            [.. Enumerable.Range(0, 6).Select(number => FamilyOf.Step($"i{number}"))]);

        result.IsGreen.ShouldBeTrue();
        result.Built.ShouldAllBe(built => built.Builder == "two");
        Events.OfType<ImageProgressed>().Select(happened => happened.Event).OfType<VertexWarned>().Select(warned => warned.Text)
            .ShouldContain(text => text.StartsWith("the builder 'one' died, and the builder 'two' builds it once more: ",
                StringComparison.Ordinal));
        Events.OfType<ImageStarted>().Count().ShouldBe(6, "each began once");
    }

    [Fact]
    public async Task A_builder_that_answers_again_builds_again()
    {
        var deaths = 0;
        var inner = Builder();
        var runner = new ScriptedRunner((command, onError, cancellationToken) =>
            command.Arguments.Contains("inspect") ? Task.FromResult(ScriptedRunner.Ended(command))
            : Interlocked.Increment(ref deaths) == 1 ? Task.FromResult(ScriptedRunner.Ended(command, 137))
            : inner.RunAsync(command, null, onError, cancellationToken));

        var result = await RunAsync(runner, [new("one", 1)], FamilyOf.Step("a"), FamilyOf.Step("b"));

        result.IsGreen.ShouldBeTrue();
        Events.OfType<ImageProgressed>().Select(happened => happened.Event).OfType<VertexWarned>().ShouldHaveSingleItem().Text
            .ShouldStartWith("the builder 'one' died, is back, and builds it once more: ");
    }

    [Fact]
    public async Task When_the_last_builder_died_the_rest_is_not_started_and_one_message_names_them_all()
    {
        dead["one"] = dead["two"] = true;

        var result = await RunAsync(Pooled(), [new("one", 1), new("two", 1)], FamilyOf.Step("a"), FamilyOf.Step("b", "a"),
            FamilyOf.Step("c"));

        result.Failed.ShouldBeEmpty();
        result.NotStarted.Count().ShouldBe(3);
        result.NotStarted.Select(outcome => outcome.Lost!.ToString()).Distinct().ShouldHaveSingleItem()
            .ShouldMatch("no builder is left \\((one|two) died before\\): the builder '(one|two)' died while . was built, and did not "
                + "come back within 30 s: ");
    }

    [Fact]
    public async Task Each_platform_is_pushed_by_its_digest_and_a_child_is_built_on_the_index_of_both()
    {
        List<string> joined = [];
        var both = FamilyOf.Step("both") with { Platforms = ["linux/amd64", "linux/arm64"] };
        var runner = Platforms();
        var run = Pool(runner, [Of("amd", "linux/amd64"), Of("arm", "linux/arm64")], (step, parts, _) =>
        {
            joined.AddRange(parts.Select(part => $"{part.Platform} {part.Image.Digest}").Order(StringComparer.Ordinal));
            return Task.FromResult(Registry[step.Content.ToString()] = FamilyOf.DigestOf("index"));
        });

        var result = await run.RunAsync(FamilyOf.Plan(both, FamilyOf.Step("child", "both")), CancellationToken.None);

        result.IsGreen.ShouldBeTrue();
        joined.ShouldBe([$"linux/amd64 {FamilyOf.DigestOf("both linux/amd64")}", $"linux/arm64 {FamilyOf.DigestOf("both linux/arm64")}"]);
        result.Built.First().Digest.ShouldBe(FamilyOf.DigestOf("index"));
        result.Built.First().Builder.ShouldBe("amd, arm");
        var parts = runner.Commands
            .Where(command => command.Arguments.Any(word => word.Contains("push-by-digest", StringComparison.Ordinal))).ToList();
        parts.Count.ShouldBe(2);
        parts.ShouldAllBe(command => !command.Arguments.Contains("--tag"));
        runner.Commands.Last().Arguments.ShouldContain($"KEG_BASE_IMAGE=registry.example/family/both@{FamilyOf.DigestOf("index")}");
        Events.OfType<ImageEnded>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task An_image_of_which_a_platform_is_missing_has_no_tag()
    {
        var both = FamilyOf.Step("both") with { Platforms = ["linux/amd64", "linux/arm64"] };
        var run = Pool(Platforms(failing: "linux/arm64"), [Of("amd", "linux/amd64"), Of("arm", "linux/arm64")],
            (step, _, _) => throw new InvalidOperationException($"{step.Content} was made of one platform"));

        var result = await run.RunAsync(FamilyOf.Plan(both, FamilyOf.Step("child", "both")), CancellationToken.None);

        result.Failed.ShouldHaveSingleItem().Name.ShouldBe(ImageName.Parse("both"));
        result.Blocked.ShouldHaveSingleItem();
        Registry.Keys.ShouldNotContain(both.Content.ToString());
        Events.OfType<ImageEnded>().Count().ShouldBe(2);
    }

    private static PoolBuilder Of(string name, string platform) => new(name, 1) { Native = [platform], Platforms = [platform] };

    private Task<FamilyState> RunAsync(ScriptedRunner runner, PoolBuilder[] builders, params BuildStep[] steps) =>
        Pool(runner, builders, null).RunAsync(FamilyOf.Plan(steps), CancellationToken.None);

    private PlannedBuilds Pool(ScriptedRunner runner, PoolBuilder[] builders, PlatformJoin? join) => new(runner, new DockerClient(),
        FakeEngine.Nowhere, "/repository", Folder, (reference, _) => Task.FromResult(Registry.GetValueOrDefault(reference.ToString())),
        Events.Enqueue)
    {
        Clock = new QuickClock(),
        Pool = [.. builders],
        Join = join,
    };

    private ScriptedRunner Pooled()
    {
        var inner = Builder();
        return new ScriptedRunner((command, onError, cancellationToken) =>
        {
            var name = command.Arguments.Contains("inspect") ? command.Arguments[^1] : After(command, "--builder");
            if (!dead.ContainsKey(name))
                return inner.RunAsync(command, null, onError, cancellationToken);
            onError?.Invoke("ERROR: failed to list workers: Unavailable: connection error: desc = \"connection refused\"");
            return Task.FromResult(ScriptedRunner.Ended(command, 1));
        });
    }

    private ScriptedRunner Platforms(string? failing = null) => new(async (command, onError, cancellationToken) =>
    {
        var isPart = !command.Arguments.Contains("--tag");
        var name = Path.GetFileName(command.Arguments[^1]);
        var digest = FamilyOf.DigestOf(isPart ? $"{name} {After(command, "--platform")}" : name);
        if (isPart && After(command, "--platform") == failing)
        {
            foreach (var line in Sample.Lines("failing-run"))
                onError!(line);
            return ScriptedRunner.Ended(command, 1);
        }

        Registry[isPart ? $"registry.example/family/{name}@{digest}" : After(command, "--tag")] = digest;
        await File.WriteAllTextAsync(After(command, "--metadata-file"), $$"""{"containerimage.digest":"{{digest}}"}""", cancellationToken);
        return ScriptedRunner.Ended(command);
    });

    // A pause is a thousandth as long: a builder that is asked again and again leaves the others time.
    private sealed class QuickClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 1000 : dueTime, period);
    }
}
