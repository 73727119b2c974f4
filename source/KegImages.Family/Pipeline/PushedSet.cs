namespace KegImages.Pipeline;

/// <summary>The images of a run as they are in the registry, by digest: what was built, and what was there already.</summary>
/// <param name="run">The run.</param>
/// <param name="made">Its plan.</param>
/// <param name="outcomes">How its steps ended.</param>
/// <param name="manifests">The manifests that were read back after a push.</param>
internal sealed class PushedSet(OpenedRun run, MadePlan made, IReadOnlyDictionary<ImageName, BuildOutcome> outcomes,
    IReadOnlyDictionary<Digest, RegistryManifest> manifests)
{
    /// <summary>All images in scope, to be published. Every one of them is built, or was there already.</summary>
    public Publication Whole => PublicationOf(run, [.. made.Request.Scope.Select(Of)]);

    /// <summary>What is in the registry before anything is built.</summary>
    public Publication There => PublicationOf(run, [.. made.Plan.Reused.Select(image => Of(image.Image))]);

    /// <summary>The images as a run publishes them.</summary>
    public static Publication PublicationOf(OpenedRun run, ImmutableArray<PushedImage> images) => new()
    {
        Images = images,
        IsWhole = !run.Selection.IsFiltered && run.Selection.Stages.Length == Enum.GetValues<Stage>().Length,
        Tags = run.Tags,
        Branch = run.Git.Branch,
        Commit = run.Git.HeadCommit,
        CommitTime = run.Git.CommitTime,
        SourceUrl = run.Git.SourceUrl,
        History = run.History,
    };

    private PushedImage Of(ImageDefinition image)
    {
        var known = made.Images?.Find(image.Name);
        var built = outcomes.GetValueOrDefault(image.Name) as Built;
        var standsOn = built is not null ? built.Step.StandsOn : known?.Existing.Says.Parents;
        var pushed = new PushedImage
        {
            Name = image.Name,
            Pinned = PinnedOf(image.Name)!,
            Fingerprint = made.Facts.Fingerprints[image.Name],
            Inputs = made.Facts.Inputs.GetValueOrDefault(image.Name),
            Parents = ParentsOf(image, standsOn),
            StandsOn = standsOn ?? (image.Parents.All(edge => edge.Member is null) ? FamilyParents.None : null),
        };
        if (built is not null)
            return pushed with { Manifest = manifests.GetValueOrDefault(pushed.Digest) };
        return known is not { Recorded: { } recorded }
            ? pushed with { Manifest = known?.Manifest ?? manifests.GetValueOrDefault(pushed.Digest) }
            : pushed with { InPlace = known.InPlace, Manifest = recorded.Manifest, Size = recorded.Size };
    }

    // Those of the family as the image itself says, each in the place of the edge that names it; those from outside are in its fingerprint.
    private ImmutableArray<ImageReference> ParentsOf(ImageDefinition image, FamilyParents? standsOn) =>
    [
        .. image.Parents.SelectMany(edge => edge.Member is { } member && standsOn is not null
            ? standsOn.Of(member).Select(made.Request.Provider.Of(member).At)
            : [(edge.Member is null ? null : PinnedOf(edge.Member)) ?? made.Facts.Pins[edge.Reference]]).Distinct(),
    ];

    private ImageReference? PinnedOf(ImageName name) =>
        outcomes.GetValueOrDefault(name) is Built built ? built.Pinned
            : made.Plan.Reused.FirstOrDefault(image => image.Image.Name == name)?.Pinned;
}
