namespace KegImages.Running;

/// <summary>
/// The tag of its own that every package has beside the branch's: <c>package-</c> and 12 hexadecimal digits. It names content.
/// </summary>
public static class PackageTag
{
    private const int Digits = 12;

    /// <summary>The tag of a committed container.</summary>
    /// <param name="id">The commit's id.</param>
    public static Tag Of(Digest id) => Tag.Parse($"package-{id.Encoded[..Digits]}");
}
