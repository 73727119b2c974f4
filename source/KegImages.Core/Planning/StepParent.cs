namespace KegImages.Planning;

/// <summary>A parent of a step: built by an earlier step of the same plan, or pinned already.</summary>
/// <param name="Edge">The edge of the graph.</param>
/// <param name="Pinned">What to build on, by digest (or content tag in the local store); null when an earlier step builds it.</param>
public sealed record StepParent(Parent Edge, ImageReference? Pinned)
{
    /// <summary>
    /// The digest that means it in the label of what is built on it; null where an earlier step builds it, or where that is not known.
    /// </summary>
    public Digest? Digest { get; init; } = Pinned?.Digest;

    /// <summary>Whether an earlier step of the plan builds it.</summary>
    public bool IsBuiltHere => Pinned is null;
}
