using KegImages.Building;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Tests.Building;
using KegImages.Tests.Reporting;

namespace KegImages.Tests.Pipeline;

public sealed class TimelineRecorderTests
{
    private static readonly BuildStep[] Steps = [FamilyOf.Step("a"), FamilyOf.Step("b"), FamilyOf.Step("c")];

    private readonly HeldClock clock = new();

    [Fact]
    public void It_says_when_what_was_done_and_by_which_of_the_builders()
    {
        var recorder = new TimelineRecorder(clock);
        recorder.Add(new ImageStarted(Steps[0]));
        recorder.Add(new ImageStarted(Steps[1]));
        clock.Pass(TimeSpan.FromSeconds(5));
        recorder.Add(Ended(Steps[0]));
        recorder.Add(new ImageStarted(Steps[2]));
        clock.Pass(TimeSpan.FromSeconds(2));
        recorder.Add(Ended(Steps[1]));

        recorder.Timeline.Images.Select(image => (image.Image, image.Worker, Second(image.Begun), Second(image.Ended))).ShouldBe(
            [("a", 0, 0, 5), ("b", 1, 0, 7), ("c", 0, 5, -1)]);
    }

    [Fact]
    public void It_has_the_steps_of_each()
    {
        var recorder = new TimelineRecorder(clock);
        recorder.Add(new ImageStarted(Steps[0]));
        foreach (var happened in Sample.Events("cached"))
            recorder.Add(new ImageProgressed(Steps[0].Image.Name, happened));
        recorder.Add(Ended(Steps[0]));

        var steps = recorder.Timeline.Images.Single().Steps;
        steps.ShouldContain(step => step.Text == "3/4 COPY file /file" && step.IsCached && step.Ended != null);
        steps.ShouldContain(step => !step.IsCached && step.Ended > step.Begun);
    }

    [Fact]
    public void An_image_that_is_built_once_more_stands_there_twice()
    {
        var recorder = new TimelineRecorder(clock);
        for (var round = 0; round < 2; round++)
        {
            recorder.Add(new ImageStarted(Steps[0]));
            recorder.Add(Ended(Steps[0]));
        }

        recorder.Timeline.Images.Select(image => image.Image).ShouldBe(["a", "a"]);
    }

    private static ImageEnded Ended(BuildStep step) => new(new Built(step, step.Content, TimeSpan.Zero, false));

    private static int Second(DateTimeOffset? at) => at is { } time ? (int)(time - DateTimeOffset.UnixEpoch).TotalSeconds : -1;
}
