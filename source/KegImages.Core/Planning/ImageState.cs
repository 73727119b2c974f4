namespace KegImages.Planning;

/// <summary>
/// How one image stands: <see cref="Planned"/>, <see cref="Reused"/> or <see cref="Skipped"/> when the plan is made; a
/// <see cref="BuildOutcome"/> when its build has ended; <see cref="Published"/> when its tags were read back. Nothing else is one.
/// </summary>
public abstract record ImageState
{
    private protected ImageState(Image image, string reason, ImageReference? pinned) =>
        (Image, Reason, Pinned) = (image, reason, pinned);

    /// <summary>The image.</summary>
    public Image Image { get; }

    /// <summary>Why it is built, reused or left out, as a clause for people.</summary>
    public string Reason { get; }

    /// <summary>
    /// What children build on: by digest in a registry, by content tag in the engine's store; null as long as there is no such image.
    /// </summary>
    public ImageReference? Pinned { get; }

    /// <summary>Its name.</summary>
    public ImageName Name => Image.Name;

    /// <summary>The registry's digest; null where there is no image, or only in the engine's store.</summary>
    public Digest? Digest => Pinned?.Digest;
}

/// <summary>It is to be built.</summary>
/// <param name="Step">How.</param>
public sealed record Planned(BuildStep Step) : ImageState(Step.Image, Step.Reason, null);

/// <summary>It is not built, because the same inputs were built before.</summary>
/// <param name="Image">The image.</param>
/// <param name="Reason">Why, as a clause for people.</param>
/// <param name="Pinned">The existing image.</param>
/// <param name="Content">The provider's repository with its content tag.</param>
/// <param name="Tags">The references that name it when all is green.</param>
public sealed record Reused(Image Image, string Reason, ImageReference Pinned, ImageReference Content,
    ImmutableArray<ImageReference> Tags) : ImageState(Image, Reason, Pinned)
{
    /// <inheritdoc cref="ImageState.Pinned"/>
    public new ImageReference Pinned => base.Pinned!;
}

/// <summary>It was asked for and is left out: neither built nor named anew.</summary>
/// <param name="Image">The image.</param>
/// <param name="Reason">Why, as a clause for people.</param>
/// <param name="Pinned">The image that stands for it.</param>
public sealed record Skipped(Image Image, string Reason, ImageReference Pinned) : ImageState(Image, Reason, Pinned)
{
    /// <inheritdoc cref="ImageState.Pinned"/>
    public new ImageReference Pinned => base.Pinned!;
}

/// <summary>Its tags were read back.</summary>
/// <param name="Green">How it stood before: built or reused.</param>
/// <param name="Tags">The references that name it now, the primary tag first.</param>
/// <param name="Size">The bytes that a pull moves, compressed, where that is known.</param>
public sealed record Published(ImageState Green, ImmutableArray<ImageReference> Tags, long? Size)
    : ImageState(Green.Image, Green.Reason, Green.Pinned)
{
    /// <summary>Those of the tags that this run moved.</summary>
    public ImmutableArray<ImageReference> Moved { get; init; } = [];
}
