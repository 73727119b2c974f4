using System.Collections.Immutable;
using KegImages.Images;

namespace KegImages.Planning;

/// <summary>An image of exactly the wanted inputs that exists, so that it need not be built.</summary>
/// <param name="Pinned">What to build children on: by digest in a registry, by content tag in the engine's store.</param>
/// <param name="Where">Where it was found, as a clause for people: <c>develop has it already</c>.</param>
public sealed record ExistingImage(ImageReference Pinned, string Where)
{
    /// <summary>The images that it was built on, each with its digest, where that is recorded.</summary>
    public ImmutableArray<ImageReference> BuiltOn { get; init; } = [];
}
