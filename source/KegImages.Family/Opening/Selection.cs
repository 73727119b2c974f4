namespace KegImages.Opening;

/// <summary>What: which images, and under which tag. As typed; nothing in it is checked yet.</summary>
public sealed record Selection
{
    /// <summary>
    /// The targets that are asked for; the images of their stages are in scope, and what they build on from others comes from the provider.
    /// </summary>
    public ImmutableArray<StageTarget> Targets { get; init; } = Staging.Targets;

    /// <summary><c>--tag</c>: the tag, in place of the branch's.</summary>
    public string? Tag { get; init; }

    /// <summary><c>--release</c>: the git tag that is published as a release, in place of the branch.</summary>
    public string? Release { get; init; }

    /// <summary><c>--tap</c>: names or aliases of taps; only these are in scope.</summary>
    public ImmutableArray<string> Taps { get; init; } = [];

    /// <summary><c>--image</c>: names or aliases of any images; only these are in scope.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary><c>--group</c>: names of groups; only their images are in scope.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary><c>--changed</c>: only the images that differ from the default tag's family record.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all that the images in scope are built on is in scope too, whatever its stage.</summary>
    public bool WithAncestors { get; init; }

    /// <summary>Whether single images or groups are named.</summary>
    public bool IsFiltered => !Taps.IsEmpty || !Images.IsEmpty || !Groups.IsEmpty;

    /// <summary>The same images whatever their stage, without what they are built on.</summary>
    internal Selection OfAllStages => this with { Targets = Staging.Targets, WithAncestors = false };
}
