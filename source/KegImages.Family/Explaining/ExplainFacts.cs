namespace KegImages.Explaining;

/// <summary>What an explanation is made from: read once by the shell.</summary>
internal sealed record ExplainFacts
{
    public required BuildPlan Plan { get; init; }
    public required ImmutableDictionary<ImageName, ImageInputs> Now { get; init; }

    /// <summary>What is under the tag of each; those without an image are missing.</summary>
    public required ImmutableDictionary<ImageName, TaggedImage> Tagged { get; init; }

    /// <summary>What images of the registry were made of; those of which it is not known are missing.</summary>
    public required ImmutableDictionary<MadeOf, ImageInputs> Before { get; init; }

    /// <summary>Where reused images come from: commit and branch as their labels say, as a clause.</summary>
    public required ImmutableDictionary<ImageName, string> Origins { get; init; }

    /// <summary>The folder that paths are shown relative to.</summary>
    public required string Root { get; init; }
}
