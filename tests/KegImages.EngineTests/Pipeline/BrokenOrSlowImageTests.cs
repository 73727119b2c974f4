using KegImages.EngineTests.Engine;
using KegImages.Planning;

namespace KegImages.EngineTests.Pipeline;

/// <summary>What a broken or slow image holds up, and what it does not; after a failure no tag moves.</summary>
public sealed class BrokenOrSlowImageTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact]
    public async Task A_tap_does_not_wait_for_a_hub_that_it_is_not_built_on()
    {
        Family.Write("keg.yml", File.ReadAllText(Path.Combine(Family.Root, "keg.yml"))
            .Replace("[images/tap]", "[images/tap, images/slow]", StringComparison.Ordinal));
        Family.Write("images/slow/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nRUN sleep 20\n");
        await Family.CommitAsync("A slow hub");
        var run = await Family.OpenAsync(Family.Options);
        await run.BuildAsync(StageTarget.Base, CancellationToken.None);

        await run.BuildAsync(StageTarget.KegHub, CancellationToken.None);

        Family.Builds.ShouldContain("one");
        Begun().ShouldBe(1, "what a later stage does meanwhile is told as it happens");
        await run.BuildAsync(StageTarget.Taps, CancellationToken.None);
        await run.PublishAsync(CancellationToken.None);
        Begun().ShouldBe(1, "and once");
        Family.Printed.ToString().ShouldContain("pushed 5 images");

        int Begun() => Family.Printed.ToString().Split('\n').Count(line =>
            line.StartsWith("one ", StringComparison.Ordinal) && line.Contains("  building: ", StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task A_broken_tap_fails_the_run_moves_no_tag_and_stops_only_its_own()
    {
        await Family.PushAsync();
        var before = await Task.WhenAll(Names.Select(name => Family.DigestAsync(name, "develop")));
        Family.Printed.GetStringBuilder().Clear();
        Family.Write("images/tap/file", "tap 2");
        Family.Write("taps/one/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/tap:develop\nFROM $KEG_BASE_IMAGE\nRUN echo about to break && exit 3\n");
        Family.Write("taps/two/test.yaml",
            "schemaVersion: 2.0.0\ncommandTests:\n  - { name: two says something, command: echo, args: [something] }\n");
        await Family.CommitAsync("breaks one");

        var failure = await Should.ThrowAsync<FailedException>(() => Family.PushAsync());

        failure.Message.ShouldBe(
            "one is not built: no tag was moved; 2 images that were built are kept under their content tags and reused by the next run");
        Family.Builds.Order().ShouldBe(["one", "tap", "two"]);
        (await Task.WhenAll(Names.Select(name => Family.DigestAsync(name, "develop")))).ShouldBe(before);
        var printed = Family.Printed.ToString();
        printed.ShouldContain("taps/one/Dockerfile:3: one failed");
        printed.ShouldContain("about to break");
        printed.ShouldNotContain("pushed ");
        File.ReadAllText(Path.Combine(Family.Root, "output", "report.json"))
            .ShouldContain("two says something", customMessage: "what was tested all the same is on the page");
    }

    [EngineFact]
    public async Task Without_keep_going_nothing_is_started_after_a_failure_and_every_image_is_accounted_for()
    {
        Family.Write("images/tap/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nRUN exit 1\n");
        Family.Write("taps/three/Dockerfile", "FROM ghcr.io/example/keg-base:develop\n");
        await Family.CommitAsync("breaks tap");

        var failure = await Should.ThrowAsync<FailedException>(() =>
            Family.PushAsync(Family.Options with { KeepGoing = false, Parallel = 1 }));

        failure.Message.ShouldEndWith("no tag was moved; 1 image that was built is kept under its content tag and reused by the next run");
        Family.Builds.Order().ShouldBe(["base", "tap"]);
        Family.Printed.ToString().ShouldContain("failed: tap (images/tap/Dockerfile:3)");
        Family.Printed.ToString()
            .ShouldContain("blocked: one (by tap), two (by tap); not started because of tap: three; no tag was moved; 1 image that was "
                + "built is kept under its content tag");

        await Should.ThrowAsync<FailedException>(() => Family.PushAsync());
        Family.Builds.Order().ShouldBe(["tap", "three"], ignoreOrder: false, "what was built before the failure is not built again");
    }

    [EngineFact]
    public async Task A_broken_parent_blocks_its_descendants_in_later_stages_and_nothing_else()
    {
        Family.Write("images/tap/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nRUN exit 1\n");
        Family.Write("taps/three/Dockerfile", "FROM ghcr.io/example/keg-base:develop\n");

        await Should.ThrowAsync<FailedException>(() => Family.PushAsync());

        Family.Builds.Order().ShouldBe(["base", "tap", "three"]);
        Family.Printed.ToString().ShouldContain("blocked: one (by tap), two (by tap)");
        foreach (var name in Names)
            (await Family.TagsAsync(name)).ShouldNotContain("develop");
    }
}
