using KegImages.Building;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Tests.Building;

namespace KegImages.Tests.Pipeline;

public sealed class StagedBuildTests
{
    private static readonly BuildStep Slow = FamilyOf.Step("slow");
    private static readonly BuildStep Quick = FamilyOf.Step("quick");
    private static readonly BuildStep Tap = FamilyOf.Step("tap", "quick");

    private readonly List<BuildEvent> seen = [];
    private readonly TaskCompletionSource end = new();
    private Action<BuildEvent> tell = _ => { };

    [Fact]
    public async Task What_a_later_stage_does_meanwhile_is_told_as_it_happens()
    {
        var build = Begin();
        var hubs = build.WaitAsync([Slow, Quick]);

        tell(new ImageStarted(Slow));
        End(Quick);
        tell(new ImageStarted(Tap));
        seen.ShouldContain(happened => happened.Image == Tap.Image.Name);
        End(Tap);
        hubs.IsCompleted.ShouldBeFalse();
        End(Slow);
        end.SetResult();

        (await hubs).Built.Select(built => built.Step).ShouldBe([Slow, Quick]);
        (await build.WaitAsync([Tap])).Built.Single().Step.ShouldBe(Tap);
        seen.Select(happened => $"{happened.GetType().Name} {happened.Image}").ShouldBe([
            "ImageStarted slow", "ImageEnded quick", "ImageStarted tap", "ImageEnded tap", "ImageEnded slow"]);
    }

    [Fact]
    public async Task A_stage_that_is_still_under_way_is_watched_to_its_end()
    {
        var build = Begin();
        tell(new ImageStarted(Tap));
        var taps = build.WaitAsync([Tap]);

        taps.IsCompleted.ShouldBeFalse();
        build.Outcomes.ShouldBeEmpty();
        End(Tap);

        (await taps.WaitAsync(TimeSpan.FromSeconds(20))).IsGreen.ShouldBeTrue();
        build.Outcomes[Tap.Image.Name].ShouldBeOfType<Built>();
    }

    [Fact]
    public async Task A_run_that_ends_early_ends_the_watch_as_it_ended()
    {
        var build = Begin();
        var hubs = build.WaitAsync([Slow]);

        end.SetException(new FailedException("no room on the disk"));

        (await Should.ThrowAsync<FailedException>(hubs)).Message.ShouldBe("no room on the disk");
    }

    [Fact]
    public async Task A_cancelled_run_cancels_the_watch()
    {
        var build = Begin();
        var hubs = build.WaitAsync([Slow]);

        end.SetCanceled();

        await Should.ThrowAsync<OperationCanceledException>(hubs);
    }

    private StagedBuild Begin() => new(3, told =>
    {
        tell = told;
        return end.Task;
    }, seen.Add);

    private void End(BuildStep step) =>
        tell(new ImageEnded(new Built(step, step.Content.At(FamilyOf.DigestOf("built")), TimeSpan.Zero, false)));
}
