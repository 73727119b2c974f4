using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Images;
using KegImages.Publishing;
using KegImages.Registry;

namespace KegImages.Pipeline;

/// <summary>The images of a run as they are in the registry, by digest: what was built, and what was there already.</summary>
/// <param name="run">The run.</param>
/// <param name="made">Its plan.</param>
/// <param name="outcomes">How its steps ended.</param>
/// <param name="manifests">The manifests that were read back after a push.</param>
internal sealed class PushedSet(OpenedRun run, MadePlan made, IReadOnlyDictionary<ImageName, BuildOutcome> outcomes, IReadOnlyDictionary<Digest, RegistryManifest> manifests)
{
    /// <summary>All images in scope, to be published. Every one of them is built, or was there already.</summary>
    public Publication Whole => PublicationOf(run, [.. made.Request.Scope.Select(Of)]);

    /// <summary>What is in the registry before anything is built.</summary>
    public Publication There => PublicationOf(run, [.. made.Plan.Reused.Select(image => Of(image.Image))]);

    /// <summary>The images as a run publishes them.</summary>
    public static Publication PublicationOf(OpenedRun run, ImmutableArray<PushedImage> images) => new()
    {
        Images = images,
        IsWhole = !run.Options.IsFiltered && run.Options.Stages.Length == Enum.GetValues<Stage>().Length,
        Tags = run.Tags,
        Branch = run.Git.Branch,
        Commit = run.Git.HeadCommit,
        CommitTime = run.Git.CommitTime,
        SourceUrl = run.Git.SourceUrl,
        History = run.History,
    };

    private PushedImage Of(ImageDefinition image)
    {
        var pushed = new PushedImage
        {
            Name = image.Name,
            Pinned = PinnedOf(image.Name)!,
            Fingerprint = made.Facts.Fingerprints[image.Name],
            Inputs = made.Facts.Inputs.GetValueOrDefault(image.Name),
            Parents = [.. image.Parents.Select(edge => (edge.Member is { } member ? PinnedOf(member) : null) ?? made.Facts.Pins[edge.Reference]).Distinct()],
        };
        if (outcomes.ContainsKey(image.Name))
            return pushed with { Manifest = manifests.GetValueOrDefault(pushed.Digest) };
        return made.Images?.Find(image.Name) is not { Recorded: { } recorded } found
            ? pushed
            : pushed with { InPlace = found.InPlace, Manifest = recorded.Manifest, Size = recorded.Size, Parents = recorded.Parents };
    }

    private ImageReference? PinnedOf(ImageName name) =>
        outcomes.GetValueOrDefault(name) is Built built ? built.Pinned : made.Plan.Reused.FirstOrDefault(image => image.Image.Name == name)?.Pinned;
}
