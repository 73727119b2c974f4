namespace KegImages.Planning;

/// <summary>The stages of a family: its groups that have images, in their order, and the targets that build them.</summary>
public static class Staging
{
    /// <summary>Every target, in the order of what they build.</summary>
    public static ImmutableArray<StageTarget> Targets { get; } = [StageTarget.Base, StageTarget.KegHub, StageTarget.Taps];

    /// <summary>The stages.</summary>
    // The images are in the order of their groups.
    public static ImmutableArray<ImageGroup> Of(Family family) => [.. family.Images.Select(image => image.Group).Distinct()];

    /// <summary>The stages that a target builds; none where the family has no such group.</summary>
    public static ImmutableArray<ImageGroup> Of(StageTarget target, Family family) =>
        [.. Of(family).Where(group => TargetOf(group, family) == target)];

    /// <summary>The target that builds a stage.</summary>
    public static StageTarget TargetOf(ImageGroup group, Family family) =>
        group.Order == 0 ? StageTarget.Base : group == family.Images[^1].Group ? StageTarget.Taps : StageTarget.KegHub;

    /// <summary>The target that builds an image's stage.</summary>
    public static StageTarget TargetOf(Image image, Family family) => TargetOf(image.Group, family);

    /// <summary>How a target is called: <c>BuildBase</c>.</summary>
    public static string NameOf(StageTarget target) => target switch
    {
        StageTarget.Base => "BuildBase",
        StageTarget.KegHub => "BuildKegHub",
        _ => "BuildTaps",
    };

    /// <summary>The last of some targets, which builds what is built on the others; the first of all where they are none.</summary>
    public static StageTarget LastOf(ImmutableArray<StageTarget> targets)
    {
        var last = StageTarget.Base;
        foreach (var target in targets)
            last = target > last ? target : last;
        return last;
    }
}
