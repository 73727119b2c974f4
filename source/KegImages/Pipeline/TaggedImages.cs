using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Publishing;

namespace KegImages.Pipeline;

/// <summary>The images that get the tags of a run.</summary>
/// <param name="Images">The images, parents before children.</param>
/// <param name="AreInPlace">Whether each has its tags already, so that nothing is left to move.</param>
public sealed record TaggedImages(ImmutableArray<ImageDefinition> Images, bool AreInPlace)
{
    /// <summary>
    /// All that are asked for; or, of those, only what differs from the default tag's images and what the tag is on already, so that it
    /// never stays behind on an image that was changed back.
    /// </summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="fingerprints">What each image is made of now.</param>
    /// <param name="own">The record under the tag of the run; null when there is none.</param>
    /// <param name="default">The record under the default tag; null when there is none, and then everything differs.</param>
    /// <param name="onlyChanged">Whether only what differs is tagged.</param>
    public static TaggedImages Of(
        PlanRequest request, BuildPlan plan, ImmutableDictionary<ImageName, Fingerprint> fingerprints, FamilyRecord? own, FamilyRecord? @default, bool onlyChanged)
    {
        ImmutableArray<ImageDefinition> images =
            [.. request.Asked.Where(image => !onlyChanged || own?.Find(image.Name) is not null || @default?.Find(image.Name)?.Fingerprint != fingerprints[image.Name])];
        var existing = plan.Reused.ToDictionary(image => image.Image.Name, image => image.Pinned.Digest);
        return new TaggedImages(images, images.All(image => existing.GetValueOrDefault(image.Name) is { } digest && own?.Find(image.Name)?.Digest == digest));
    }
}
