using System.Text.RegularExpressions;
using KegImages.Images;

namespace KegImages.Running;

/// <summary>The tag of its own that every package has beside the branch's: <c>package-</c> and 12 hexadecimal digits. It is never moved, and never chosen to run.</summary>
public static partial class PackageTag
{
    private const int Digits = 12;

    /// <summary>The tag of a committed container.</summary>
    /// <param name="id">The commit's id.</param>
    public static Tag Of(Digest id) => Tag.Parse($"package-{id.Encoded[..Digits]}");

    /// <summary>Whether a tag has this form.</summary>
    public static bool Is(Tag tag) => Grammar().IsMatch(tag.ToString());

    [GeneratedRegex(@"\Apackage-[0-9a-f]{12}\z")]
    private static partial Regex Grammar();
}
