namespace KegImages.Pipeline;

/// <summary>The images of a run as they are in the registry, by digest: what was built, and what was there already.</summary>
/// <param name="run">The run.</param>
/// <param name="made">Its plan.</param>
/// <param name="state">How its images stand.</param>
/// <param name="manifests">The manifests that were read back after a push.</param>
internal sealed class PushedSet(OpenedRequest run, MadePlan made, FamilyState state,
    IReadOnlyDictionary<Digest, RegistryManifest> manifests)
{
    /// <summary>The images in scope that are built, or were there already: where all are, what is published.</summary>
    public Publication There => PublicationOf(run, [.. state.Images.Where(image => image.Pinned is not null).Select(Of)]);

    /// <summary>The images as a run publishes them.</summary>
    public static Publication PublicationOf(OpenedRequest run, ImmutableArray<PublishedImage> images) => new()
    {
        Images = images,
        IsWhole = !run.Selection.IsFiltered && run.Selection.Targets.Length == Staging.Targets.Length
            && (run.Plan is null || run.Plan.Images.Length == run.Model.Family.Images.Length),
        Tags = run.Tags,
        Branch = run.Git.Branch,
        Commit = run.Git.HeadCommit,
        CommitTime = run.Git.CommitTime,
        SourceUrl = run.Git.SourceUrl,
        History = run.History,
    };

    private PublishedImage Of(ImageState image)
    {
        var known = made.Images?.Find(image.Name);
        var built = image as Built;
        var standsOn = built is not null ? built.Step.Says.Parents : known?.Existing.Says.Parents;
        var pushed = new PublishedImage
        {
            Name = image.Name,
            Pinned = image.Pinned!,
            Fingerprint = made.Facts.Fingerprints[image.Name],
            Inputs = made.Facts.Inputs.GetValueOrDefault(image.Name),
            Parents = ParentsOf(image.Image, standsOn),
            StandsOn = standsOn ?? (image.Image.Parents.All(edge => edge.Member is null) ? FamilyParents.None : null),
        };
        pushed = pushed with { LastBuild = built?.Took ?? made.Plan.LastBuilds.GetValueOrDefault(image.Name) };
        if (built is not null)
            return pushed with { Manifest = manifests.GetValueOrDefault(pushed.Digest) };
        return known is not { Recorded: { } recorded }
            ? pushed with { Manifest = known?.Manifest ?? manifests.GetValueOrDefault(pushed.Digest) }
            : pushed with { InPlace = known.InPlace, Manifest = recorded.Manifest, Size = recorded.Size };
    }

    // Those of the family as the image itself says, each in the place of the edge that names it; those from outside are in its fingerprint.
    private ImmutableArray<ImageReference> ParentsOf(Image image, FamilyParents? standsOn) =>
    [
        .. image.Parents.SelectMany(edge => edge.Member is { } member && standsOn is not null
            ? standsOn.Of(member).Select(made.Request.Provider.Of(member).At)
            : [(edge.Member is null ? null : state.Find(edge.Member)?.Pinned) ?? made.Facts.Pins[edge.Reference]]).Distinct(),
    ];
}
