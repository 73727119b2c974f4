using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Publishing;
using KegImages.Reporting;
using KegImages.Tagging;

namespace KegImages.Records;

/// <summary>A recorded set that is to be named by other tags; nothing of it is built.</summary>
/// <param name="Provider">Where the set lives.</param>
/// <param name="Source">The set's record.</param>
/// <param name="Tags">The tags that are to name it.</param>
/// <param name="Current">The record of the set that they name now; null when there is none.</param>
/// <param name="Keeps">Whether images that only the current set has stay in the record.</param>
public sealed record RecordMove(Provider Provider, FamilyRecord Source, TagSet Tags, FamilyRecord? Current, bool Keeps)
{
    /// <summary>The images that only the current set has: their tags stay where they are.</summary>
    public ImmutableArray<RecordedImage> Staying => [.. Current?.Images.Where(image => Source.Find(image.Name) is null) ?? []];

    /// <summary>The record of the set under its new tags.</summary>
    public FamilyRecord Record => Source with
    {
        Tag = Tags.Primary,
        Images = [.. (Keeps ? Staying : []).Concat(Source.Images).OrderBy(image => image.Name.ToString(), StringComparer.Ordinal)],
    };

    /// <summary>What has to be published.</summary>
    public Publication Publication => new()
    {
        Images =
        [
            .. Source.Images.Select(image => new PushedImage
            {
                Name = image.Name, Pinned = Provider.Of(image.Name).At(image.Digest), Fingerprint = image.Fingerprint, Parents = image.Parents, StandsOn = image.StandsOn,
            }),
        ],
        Tags = Tags,
        Branch = Source.Branch,
        Commit = Source.Commit,
        CommitTime = Source.CommitTime,
        SourceUrl = Source.SourceUrl,
        Current = Current,
    };

    /// <summary>What is said aloud before the default tag moves by hand; null when it does not.</summary>
    public string? Warning => Tags.MovesDefaultByHand
        ? $"Note: this moves the default tag by hand ({string.Join(", ", Tags.All)}), which is CI's work on the default branch."
        : null;

    /// <summary>How a move ended, as a sentence.</summary>
    /// <param name="done">What was done, as a participle.</param>
    /// <param name="images">The images with the tags that moved.</param>
    /// <param name="elapsed">How long it took.</param>
    public string Ending(string done, IReadOnlyCollection<PublishedImage> images, TimeSpan elapsed)
    {
        var tags = string.Join(", ", Tags.All);
        return images.All(image => image.Moved.IsEmpty)
            ? $"all {images.Count} images are there as {tags} already: nothing moved, nothing was built"
            : $"{done} {images.Count} images as {tags}, read back and compared, in {Human.Duration(elapsed)}; nothing was built";
    }

    /// <summary>The moves as lines: a row an image, then what stays.</summary>
    /// <param name="images">The images with the tags that move.</param>
    public ImmutableArray<string> ToTable(IEnumerable<PublishedImage> images) =>
    [
        .. Columns.Table(
        [
            ["Image", "Recorded before", "Now", "Tags"],
            .. images.OrderBy(image => image.Name.ToString(), StringComparer.Ordinal).Select(image => new[]
            {
                image.Name.ToString(),
                Current?.Find(image.Name)?.Digest.Abbreviated ?? "–",
                image.Digest.Abbreviated,
                image.Moved.IsEmpty ? "there already" : string.Join(", ", image.Moved.Select(tag => tag.Tag)),
            }),
        ]),
        .. Staying.Select(image => $"{image.Name} stays at {image.Digest.Abbreviated}: the set of {Source.Tag}{(Source.Commit is null ? "" : $" at {Source.Commit.Abbreviated}")} does not have it"),
    ];
}
