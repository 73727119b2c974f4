using System.Collections.Concurrent;

namespace KegImages.Pruning;

/// <summary>What records name in each repository: every one of them is asked for each repository of a family, and for each tag in
/// it.</summary>
/// <param name="records">The records.</param>
/// <param name="provider">Where the images are.</param>
internal sealed class RecordedPlaces(IEnumerable<FamilyRecord> records, Provider provider)
{
    private readonly ImmutableArray<FamilyRecord> records = [.. records];
    private readonly ConcurrentDictionary<FamilyRecord, OfRecord> byRecord = new(ReferenceEqualityComparer.Instance);

    /// <summary>The digests that any record names in a repository, as an image or as what one was built on.</summary>
    public IEnumerable<Digest> In(ImageReference repository) => records.Select(record => Of(record, repository))
        .SelectMany(named => named.Images.Select(image => image.Digest).Concat(named.Parents)).Distinct();

    /// <summary>The images that any record names in a repository.</summary>
    public IReadOnlyCollection<RecordedIn> ImagesIn(ImageReference repository) =>
        [.. records.SelectMany(record => Of(record, repository).Images.Select(image => new RecordedIn(record, image)))];

    /// <summary>What one record names in a repository: its images, and the digests that its images were built on.</summary>
    public (IEnumerable<RecordedImage> Images, IEnumerable<Digest> Parents) Of(FamilyRecord record, ImageReference repository)
    {
        var named = byRecord.GetOrAdd(record, one => new OfRecord(one, provider));
        return (named.Images[repository.Locator], named.Parents[repository.Locator]);
    }

    /// <summary>Whether a record names this very image of a repository.</summary>
    public bool Names(FamilyRecord record, ImageReference repository, Digest digest) =>
        Of(record, repository).Images.Any(image => image.Digest == digest);

    private sealed class OfRecord(FamilyRecord record, Provider provider)
    {
        public ILookup<string, RecordedImage> Images { get; } =
            record.Images.ToLookup(image => provider.Of(image.Name).Locator, StringComparer.Ordinal);

        public ILookup<string, Digest> Parents { get; } = record.Images.SelectMany(image => image.Parents)
            .Where(parent => parent.Digest is not null).Distinct()
            .ToLookup(parent => parent.Locator, parent => parent.Digest!, StringComparer.Ordinal);
    }
}

/// <summary>An image, and a record that names it.</summary>
internal sealed record RecordedIn(FamilyRecord Record, RecordedImage Image);
