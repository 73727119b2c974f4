namespace KegImages.Planning;

/// <summary>
/// An image that stands where one of exactly the wanted inputs would, and what it says of itself: it need not be built when that holds.
/// </summary>
/// <param name="Pinned">What to build children on: by digest in a registry, by content tag in the engine's store.</param>
/// <param name="Where">Where it was found, as a clause for people: <c>develop has it already</c>.</param>
/// <param name="Says">What its own labels say.</param>
public sealed record ExistingImage(ImageReference Pinned, string Where, Evidence Says)
{
    /// <summary>The digests that mean it in the labels of its children.</summary>
    public ImmutableArray<Digest> KnownBy { get; init; } = Pinned.Digest is { } digest ? [digest] : [];

    /// <summary>What it is called where it is in doubt: <c>what stands under fp-0123</c>.</summary>
    public string Subject { get; init; } = "what exists";

    /// <summary>Whether it is published under a tag, and not only kept under its content tag.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether this very run built it before, so that it counts where everything is built anew.</summary>
    public bool IsOfThisRun { get; init; }

    /// <summary>Why it is built although it exists.</summary>
    internal string Because(Doubt doubt) =>
        doubt.Parent is { } parent && IsNamed ? $"its parent {parent} was built again since" : $"{Subject} {doubt}";
}
