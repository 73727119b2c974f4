namespace KegImages.Planning;

/// <summary>The stages of a family.</summary>
public static class Staging
{
    /// <summary>The stage that an image is built in.</summary>
    public static Stage Of(Image image, Family family)
    {
        // They are in the order of their groups.
        var last = family.Images[^1].Group.Order;
        return image.Group.Order == 0 ? Stage.Base : image.Group.Order == last ? Stage.Taps : Stage.KegHub;
    }

    /// <summary>The target that builds a stage.</summary>
    public static string TargetOf(Stage stage) => $"Build{stage}";
}
