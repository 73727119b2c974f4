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
    /// <summary>Whether it never answered, so that nothing was built by it.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The other builders that had died by then, with commas between them; null where there were none.</summary>
    public string? Before { get; init; }

    /// <summary>What happened, as a clause without an end.</summary>
    public override string ToString()
    {
        var waited = string.Create(CultureInfo.InvariantCulture, $"{Waited.TotalSeconds:0} s");
        var name = Builder is null ? "" : $" '{Builder}'";
        var before = Before is null ? "" : $"no builder is left ({Before} died before): ";
        return IsSilent ? $"{before}the builder{name} did not answer within {waited}: {Said}"
            : $"{before}the builder{name} died while {Image} was built, and did not come back within {waited}: {Said}";
    }
}
