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
    public async Task What_a_later_stage_does_meanwhile_is_told_when_it_is_looked_at()
    {
        var build = Begin();
        var hubs = build.WatchAsync([Slow, Quick], seen.Add);

        tell(new ImageStarted(Slow));
        End(Quick);
        tell(new ImageStarted(Tap));
        End(Tap);
        hubs.IsCompleted.ShouldBeFalse();
        seen.ShouldAllBe(happened => happened.Image != Tap.Image.Name);
        End(Slow);
        end.SetResult();

        (await hubs).Built.Select(built => built.Step).ShouldBe([Slow, Quick]);
        seen.Clear();
        (await build.WatchAsync([Tap], seen.Add)).Built.Single().Step.ShouldBe(Tap);
        seen.Select(happened => happened.GetType().Name).ShouldBe([nameof(ImageStarted), nameof(ImageEnded)]);
    }

    [Fact]
    public async Task A_stage_that_is_still_under_way_is_watched_to_its_end()
    {
        var build = Begin();
        tell(new ImageStarted(Tap));
        var taps = build.WatchAsync([Tap], seen.Add);

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
        var hubs = build.WatchAsync([Slow], seen.Add);

        end.SetException(new FailedException("no room on the disk"));

        (await Should.ThrowAsync<FailedException>(hubs)).Message.ShouldBe("no room on the disk");
    }

    [Fact]
    public async Task A_cancelled_run_cancels_the_watch()
    {
        var build = Begin();
        var hubs = build.WatchAsync([Slow], seen.Add);

        end.SetCanceled();

        await Should.ThrowAsync<OperationCanceledException>(hubs);
    }

    private StagedBuild Begin() => new(3, told =>
    {
        tell = told;
        return end.Task;
    });

    private void End(BuildStep step) =>
        tell(new ImageEnded(new Built(step, step.Content.At(FamilyOf.DigestOf("built")), TimeSpan.Zero, false)));
}
