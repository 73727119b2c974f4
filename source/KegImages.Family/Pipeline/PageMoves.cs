using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>Images of a recorded set that stand on something else than what is published beside them, or than what a build would take
/// now.</summary>
internal static class PageMoves
{
    /// <summary>One entry a parent that moved, in the order of the set.</summary>
    /// <param name="record">The set.</param>
    /// <param name="provider">Where it lives.</param>
    /// <param name="family">The family.</param>
    /// <param name="pins">What images from outside are pinned to now.</param>
    public static ImmutableArray<PageMoved> Of(FamilyRecord record, Provider provider, Family family,
        IReadOnlyDictionary<ImageReference, ImageReference> pins) =>
    [
        .. from image in record.Images
           where family.Contains(image.Name)
           from edge in family[image.Name].Parents
           let now = edge.Member is { } member ? (record.Knows(member) ? record.Find(member)?.Digest : null)
               : pins.GetValueOrDefault(edge.Reference)?.Digest
           let place = edge.Member is { } name ? provider.Of(name).Locator : pins.GetValueOrDefault(edge.Reference)?.Locator
           // Of a repository that several edges name it cannot be told which digest was which.
           where now is not null && family[image.Name].Parents.Select(other => other.Reference).Distinct().Count(other =>
               other.Locator == edge.Reference.Locator) == 1
           let was = image.Parents.FirstOrDefault(parent => parent.Locator == place)?.Digest
           where was is not null && was != now
           select new PageMoved(image.Name.ToString(), edge.Member?.ToString() ?? edge.Reference.Familiar, was.ToString(), now.ToString()),
    ];
}
