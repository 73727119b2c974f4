namespace KegImages.Planning;

/// <summary>How the images of a plan, or of a part of it, stand.</summary>
/// <param name="images">The images, each once, in the plan's order.</param>
public sealed class FamilyState(ImmutableArray<ImageState> images)
{
    private Dictionary<ImageName, ImageState>? byName;

    /// <summary>The images, each once, in the plan's order.</summary>
    public ImmutableArray<ImageState> Images => images;

    /// <summary>How long images took when they were built before; of some it may not be known.</summary>
    public ImmutableDictionary<ImageName, LastBuild> LastBuilds { get; init; } = ImmutableDictionary<ImageName, LastBuild>.Empty;

    /// <summary>Whether every image is there.</summary>
    public bool IsGreen => Images.All(image => image.Pinned is not null);

    /// <summary>What was built by this run, published or not.</summary>
    public IEnumerable<Built> Built => Images.Select(image => image is Published { Green: var green } ? green : image).OfType<Built>();

    /// <summary>What failed by itself.</summary>
    public IEnumerable<Failed> Failed => Images.OfType<Failed>();

    /// <summary>What was not tried, because it builds on what failed.</summary>
    public IEnumerable<Blocked> Blocked => Images.OfType<Blocked>();

    /// <summary>What was not tried, because nothing is started after a failure.</summary>
    public IEnumerable<NotStarted> NotStarted => Images.OfType<NotStarted>();

    /// <summary>How long an image took when it was last built, by this run or before; null where that is not known.</summary>
    public LastBuild? LastBuildOf(ImageState image) =>
        ((image is Published { Green: var green } ? green : image) as Built)?.Took ?? LastBuilds.GetValueOrDefault(image.Name);

    /// <summary>How an image stands; null where it is not of the plan.</summary>
    public ImageState? Find(ImageName name) => (byName ??= Images.ToDictionary(image => image.Name)).GetValueOrDefault(name);
}
