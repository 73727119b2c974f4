using KegImages.Images;
using KegImages.Planning;
using KegImages.Tests.Images;

namespace KegImages.Tests.Opening;

public sealed class ScopeTests
{
    private static readonly Family Family =
        new([Image("keg-base", "base", 0), Image("tap", "tap", 1), Image("evf", "evf", 2), Image("keg-herkin", "herkin", 2)]);

    private static readonly Selection All = new();

    [Theory]
    [InlineData("keg-base", StageTarget.Base)]
    [InlineData("keg-base tap", StageTarget.Base, StageTarget.KegHub)]
    [InlineData("keg-base tap evf keg-herkin", StageTarget.Base, StageTarget.KegHub, StageTarget.Taps)]
    public void Without_a_filter_a_run_is_about_the_whole_chain(string images, params StageTarget[] targets) =>
        Names(Scope.Of(Family, All with { Targets = [.. targets] })).ShouldBe(images);

    [Fact]
    public void A_filter_names_images_by_name_or_alias_each_once_in_the_family_s_order()
    {
        var scope = Scope.Of(Family, All with { Taps = ["herkin", "evf", "keg-herkin"], Images = ["base"] });

        Names(scope).ShouldBe("keg-base evf keg-herkin");
        scope.Reason.ShouldBe("asked for by --tap herkin evf keg-herkin --image base");
    }

    [Fact]
    public void Every_wrong_name_is_reported_with_its_nearest()
    {
        var error = Should.Throw<WrongUseException>(() => Scope.Of(Family, All with { Taps = ["evv", "tap"], Images = ["tpa"] }));

        error.Problems.Select(problem => problem.Message).ShouldBe(
        [
            "--tap evv: no image 'evv' in this family (did you mean 'evf'?)",
            "--tap tap: 'tap' is in group 'group 1', not in 'group 2'",
            "--image tpa: no image 'tpa' in this family (did you mean 'tap'?)",
        ]);
    }

    [Fact]
    public void An_image_of_a_later_stage_names_the_target_that_builds_it()
    {
        var error = Should.Throw<WrongUseException>(() => Scope.Of(Family, All with { Targets = [StageTarget.Base], Taps = ["herkin"] }));

        error.Problems.Single().ShouldBe(new Problem("BuildBase does not build 'keg-herkin': it is in group 'group 2'",
            Next: "./build.sh BuildTaps --tap herkin"));
    }

    [Fact]
    public void What_it_suggests_means_the_same_engine_and_registry()
    {
        var error = Should.Throw<WrongUseException>(() =>
            Scope.Of(Family, All with { Targets = [StageTarget.Base], Taps = ["evf"] }, " --profile local"));

        error.Problems.Single().Next.ShouldBe("./build.sh BuildTaps --tap evf --profile local");
    }

    [Fact]
    public void A_family_of_one_group_is_all_base()
    {
        var one = new Family([Image("only", "only", 0)]);

        Names(Scope.Of(one, All with { Targets = [StageTarget.Base] })).ShouldBe("only");
    }

    [Fact]
    public void A_group_names_all_of_its_images_beside_those_that_are_named_one_by_one()
    {
        var scope = Scope.Of(Family, All with { Groups = ["group 2", "group 0"], Images = ["tap"] });

        Names(scope).ShouldBe("keg-base tap evf keg-herkin");
        scope.Reason.ShouldBe("asked for by --image tap --group group 2 group 0");
        Names(Scope.Of(Family, All with { Groups = ["group 1"] })).ShouldBe("tap");
        Names(Scope.Of(Family, All with { Groups = ["group 1"], WithAncestors = true })).ShouldBe("tap");
    }

    [Fact]
    public void A_group_that_there_is_not_is_refused_with_the_choices()
    {
        var error = Should.Throw<WrongUseException>(() =>
            Scope.Of(Family, All with { Groups = ["group 3", "Group 1", "none"], Taps = ["evv"] }));

        error.Problems.Select(problem => problem.Message).ShouldBe(
        [
            "--tap evv: no image 'evv' in this family (did you mean 'evf'?)",
            "--group group 3: no image of this family is in a group 'group 3' (did you mean 'group 0'?)",
            "--group Group 1: no image of this family is in a group 'Group 1' (did you mean 'group 1'?)",
            "--group none: no image of this family is in a group 'none'",
        ]);
        error.Problems[^1].Next.ShouldBe("the family's groups: group 0, group 1, group 2");
    }

    [Fact]
    public void A_group_of_a_later_stage_names_the_target_that_builds_it()
    {
        Names(Scope.Of(Family, All with { Targets = [StageTarget.Base, StageTarget.KegHub], Groups = ["group 1"] })).ShouldBe("tap");

        var error = Should.Throw<WrongUseException>(() =>
            Scope.Of(Family, All with { Targets = [StageTarget.Base], Groups = ["group 1"] }, " --profile local"));

        error.Problems.Single().ShouldBe(new Problem("BuildBase does not build the group 'group 1'",
            Next: "./build.sh BuildKegHub --group group 1 --profile local"));
    }

    private static string Names(Scope scope) => string.Join(' ', scope.Images.Select(image => image.Name));

    private static Image Image(string name, string alias, int group) =>
        SomeImage.Of(name, alias, new ImageGroup($"group {group}", group));
}
