using KegImages.Images;
using KegImages.Planning;
using KegImages.Tests.Images;

namespace KegImages.Tests.Planning;

public sealed class StagingTests
{
    [Theory]
    [InlineData(1, "Base")]
    [InlineData(2, "Base Taps")]
    [InlineData(3, "Base KegHub Taps")]
    [InlineData(5, "Base KegHub KegHub KegHub Taps")]
    public void Each_group_is_a_stage_and_has_one_target(int groups, string targets)
    {
        var family = FamilyOf(groups);

        Staging.Of(family).Select(group => group.Name).ShouldBe(Enumerable.Range(0, groups).Select(order => $"group-{order}"));
        Staging.Of(family).Select(group => Staging.TargetOf(group, family)).ShouldBe(targets.Split(' ').Select(Enum.Parse<StageTarget>));
        Staging.Targets.SelectMany(target => Staging.Of(target, family)).ShouldBe(Staging.Of(family), "each is built once, in their order");
    }

    [Fact]
    public void A_group_without_images_is_no_stage()
    {
        var family = new Family([Image(0), Image(2), Image(3)]);

        Staging.Of(family).Select(group => group.Order).ShouldBe([0, 2, 3]);
        Staging.Of(StageTarget.KegHub, family).Single().Order.ShouldBe(2);
    }

    internal static Family FamilyOf(int groups) => new([.. Enumerable.Range(0, groups).Select(Image)]);

    private static Image Image(int order) => SomeImage.Of($"image-{order}", $"i{order}", new ImageGroup($"group-{order}", order));
}
