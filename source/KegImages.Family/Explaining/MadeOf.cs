namespace KegImages.Explaining;

/// <summary>An image as it was made once.</summary>
/// <param name="Image">The image.</param>
/// <param name="Fingerprint">What it was made of.</param>
internal sealed record MadeOf(ImageName Image, Fingerprint Fingerprint)
{
    /// <summary>Reads a parent as the inputs of its child say it, <c>name@fingerprint</c>; null where it is none of the family.</summary>
    public static MadeOf? TryParse(string parent) =>
        parent.Split('@', 2) is [var name, var text] && Fingerprint.TryParse(text, out var fingerprint)
            ? new MadeOf(ImageName.Parse(name), fingerprint) : null;
}
