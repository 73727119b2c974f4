namespace KegImages.Planning;

/// <summary>
/// A builder that died and did not come back: what was under way and what was still to come is not built, and no image is to blame.
/// </summary>
/// <param name="Image">The image in whose build that was seen first.</param>
/// <param name="Builder">The buildx builder; null for the engine's own.</param>
/// <param name="Said">What was said then.</param>
/// <param name="Waited">How long it was waited for.</param>
public sealed record LostBuilder(ImageName Image, string? Builder, string Said, TimeSpan Waited)
{
    /// <summary>What happened, as a clause without an end.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"the builder{(Builder is null ? "" : $" '{Builder}'")} died while {Image} was built, and did not come back within "
                + $"{Waited.TotalSeconds:0} s: {Said}");
}
