using KegImages.Building;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Tests.Building;

namespace KegImages.Tests.Pipeline;

public sealed class PlanStageTests
{
    private static readonly BuildStep Tap = FamilyOf.Step("tap");
    private static readonly BuildStep Core = FamilyOf.Step("core");
    private static readonly BuildPlan Taps = FamilyOf.Plan(FamilyOf.Step("evf", "tap"), FamilyOf.Step("deep", "evf"), FamilyOf.Step("herkin", "core"), FamilyOf.Step("alone"));

    [Fact]
    public void A_failure_of_an_earlier_stage_blocks_what_builds_on_it_and_the_rest_is_pinned_to_what_was_built()
    {
        var stage = PlanStage.Of(Taps, Ended(Failed(Tap), Built(Core)), keepGoing: true);

        stage.Left.Select(Text).ShouldBe(["evf blocked by tap", "deep blocked by tap"]);
        stage.Ready.Steps.Select(step => step.Image.Name.ToString()).ShouldBe(["herkin", "alone"]);
        stage.Ready.Steps[0].Parents.Single().Pinned.ShouldBe(Built(Core).Pinned);
    }

    [Fact]
    public void Without_keep_going_a_failure_of_an_earlier_stage_leaves_the_rest_unstarted()
    {
        var stage = PlanStage.Of(Taps, Ended(Failed(Tap), Built(Core)), keepGoing: false);

        stage.Left.Select(Text).ShouldBe(["evf blocked by tap", "deep blocked by tap", "herkin not started because of tap", "alone not started because of tap"]);
        stage.Ready.Steps.ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_failures_the_one_that_stopped_the_run_is_named_and_what_stands_on_an_unstarted_image_is_unstarted_too()
    {
        var stage = PlanStage.Of(Taps, Ended(Failed(FamilyOf.Step("late")), Failed(FamilyOf.Step("first")), new NotStarted(Core, ImageName.Parse("first"))), keepGoing: false);

        stage.Left.Select(Text).ShouldAllBe(text => text.EndsWith("not started because of first", StringComparison.Ordinal));
        stage.Left.Length.ShouldBe(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_failure_everything_is_ready(bool keepGoing) =>
        PlanStage.Of(Taps, Ended(Built(Tap), Built(Core)), keepGoing).Ready.Steps.Length.ShouldBe(4);

    private static Dictionary<ImageName, BuildOutcome> Ended(params BuildOutcome[] outcomes) => outcomes.ToDictionary(outcome => outcome.Step.Image.Name);

    private static Built Built(BuildStep step) => new(step, step.Content.At(FamilyOf.DigestOf("built")), FamilyOf.DigestOf("built"), null, TimeSpan.Zero, false);

    private static Failed Failed(BuildStep step) => new(step, new BuildFailure { Image = step.Image.Name, Message = "no", Command = "docker", Location = new SourceLocation("Dockerfile", 1) }, TimeSpan.Zero);

    private static string Text(BuildOutcome outcome) => outcome switch
    {
        Blocked blocked => $"{outcome.Step.Image.Name} blocked by {blocked.By}",
        NotStarted waiting => $"{outcome.Step.Image.Name} not started because of {waiting.By}",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
