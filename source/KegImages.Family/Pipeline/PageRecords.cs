using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>Family records as the page shows them.</summary>
internal static class PageRecords
{
    /// <summary>A record, of which nothing else is known yet.</summary>
    public static PageRecord Of(FamilyRecord record) => new()
    {
        Commit = record.Commit?.ToString(),
        Time = record.CommitTime?.ToUniversalTime(),
        Branch = record.Branch?.ToString(),
        Hold = record.Hold?.ToString(),
        Images = [.. record.Images.Select(image =>
            new PageRecordedImage(image.Name.ToString(), image.Digest.ToString(), image.Size, image.Fingerprint?.ToString()))],
    };
}
