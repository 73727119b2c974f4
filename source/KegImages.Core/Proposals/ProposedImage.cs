namespace KegImages.Proposals;

/// <summary>An image as it is proposed.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Build">What it is made from.</param>
/// <param name="Parents">The images of the family that it is built on, by name, each once, in order of appearance.</param>
/// <param name="Outside">The images from elsewhere, as they are written.</param>
internal sealed record ProposedImage(string Name, AdoptedBuild Build, ImmutableArray<string> Parents, ImmutableArray<string> Outside)
{
    /// <summary>The build context; null for the usual one.</summary>
    public string? Context { get; init; }

    /// <summary>Its group.</summary>
    public string Group { get; init; } = "";
}
