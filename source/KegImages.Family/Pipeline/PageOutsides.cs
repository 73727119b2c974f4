using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>The images from outside of a run's family, and how they stand as far as the run has read it.</summary>
internal static class PageOutsides
{
    /// <summary>One entry an image, in the order in which the family's images use them.</summary>
    public static ImmutableArray<PageOutside> Of(ImagePipeline pipeline)
    {
        var locked = pipeline.Opened.Lock;
        return
        [
            .. from image in pipeline.Family.Images
               from edge in image.Parents
               where edge.Member is null
               group new Use(image, edge) by edge.Reference.Familiar into uses
               let edge = uses.First().Edge
               let now = pipeline.NowOf(edge.Reference)
               let lockedTo = edge.Reference.Digest ?? locked?.Find(edge.Reference)?.Digest
               select new PageOutside(uses.Key, edge.Location.ToString(),
                   [.. uses.Select(use => use.Image.Name.ToString()).Distinct(StringComparer.Ordinal)])
               {
                   Locked = (lockedTo ?? pipeline.Made?.Facts.Pins.GetValueOrDefault(edge.Reference)?.Digest)?.ToString(),
                   Now = now?.ToString(),
                   IsBehind = now is not null && lockedTo is not null && now != lockedTo,
                   Says = edge.Reference.Digest is not null ? "written with its digest"
                       : lockedTo is null ? "not locked: a build takes what the tag names"
                       : now is null ? "locked" : now == lockedTo ? "locked, and still that" : "is locked to an older one",
               },
        ];
    }

    private sealed record Use(Image Image, Parent Edge);
}
