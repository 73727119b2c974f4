using KegImages.References;
using KegImages.Running;

namespace KegImages.Tests.Running;

public sealed class TapSelectionTests
{
    private static readonly TapContainer[] Three = [Runs.Container("evf", "develop"), Runs.Container("evf", "feature-x"),
        Runs.Container("herkin", "develop", "exited")];

    [Fact]
    public void The_only_one_of_a_tap_is_meant() => Of(Three, "herkin").Tap.ShouldBe("herkin");

    [Fact]
    public void The_only_one_of_all_needs_no_name() => Of(Three[..1], null).Project.ShouldBe("evf-develop");

    [Fact]
    public void An_image_tells_two_of_a_tap_apart() =>
        Of(Three, "evf", "ghcr.io/simpleviewinc/evf:feature-x").Project.ShouldBe("evf-feature-x");

    [Fact]
    public void Of_several_none_is_chosen_and_each_has_its_command() =>
        Should.Throw<WrongUseException>(() => Of(Three, "evf")).Message.ShouldBe(string.Join(Environment.NewLine,
            "Stop: 2 of 'evf' run: say which one",
            "  ./build.sh Stop --tap evf --from ghcr.io/simpleviewinc/evf:develop --profile local",
            "  ./build.sh Stop --tap evf --from ghcr.io/simpleviewinc/evf:feature-x --profile local"));

    [Fact]
    public void What_does_not_run_is_told_with_what_does() =>
        Should.Throw<WrongUseException>(() => Of(Three[..2], "herkin")).Message
            .ShouldBe($"Stop: 'herkin' does not run{Environment.NewLine}  start it: ./build.sh Start --tap herkin --profile "
                + $"local{Environment.NewLine}  what there is: ghcr.io/simpleviewinc/evf:develop (running), "
                + "ghcr.io/simpleviewinc/evf:feature-x (running)");

    [Fact]
    public void Where_nothing_runs_the_next_step_is_a_start() =>
        Should.Throw<WrongUseException>(() =>
            Of([], "evf")).Message.ShouldBe(
                $"Stop: 'evf' does not run{Environment.NewLine}  start it: ./build.sh Start --tap evf --profile local");

    [Fact]
    public void The_command_that_means_one_names_its_image_only_beside_another_of_its_tap()
    {
        TapSelection.CommandFor("Stop", Three[2], Three, "hk", "").ShouldBe("./build.sh Stop --tap hk");
        TapSelection.CommandFor("Stop", Three[1], Three, "evf", "")
            .ShouldBe("./build.sh Stop --tap evf --from ghcr.io/simpleviewinc/evf:feature-x");
    }

    private static TapContainer Of(TapContainer[] containers, string? tap, string? image = null) =>
        TapSelection.Of(containers, tap, image is null ? null : ImageReference.Parse(image), "Stop", " --profile local");
}
