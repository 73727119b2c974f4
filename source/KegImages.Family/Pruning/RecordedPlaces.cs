using System.Collections.Concurrent;

namespace KegImages.Pruning;

/// <summary>What records name in each repository: every one of them is asked for each repository of a family, and for each tag in
/// it.</summary>
/// <param name="records">The records.</param>
/// <param name="provider">Where the images are.</param>
internal sealed class RecordedPlaces(IEnumerable<FamilyRecord> records, Provider provider)
{
    private readonly ConcurrentDictionary<FamilyRecord, OfRecord> byRecord = new(ReferenceEqualityComparer.Instance);
    private readonly Lazy<ILookup<string, RecordedIn>> images = new(() => records
        .SelectMany(record => record.Images.Select(image => new RecordedIn(record, image)))
        .ToLookup(named => provider.Of(named.Image.Name).Locator, StringComparer.Ordinal));
    private readonly Lazy<ILookup<string, Digest>> digests = new(() => records.SelectMany(record => record.Images)
        .SelectMany(image => image.Parents.Append(provider.Of(image.Name).At(image.Digest))).Where(named => named.Digest is not null)
        .ToLookup(named => named.Locator, named => named.Digest!, StringComparer.Ordinal));

    /// <summary>The digests that any record names in a repository, as an image or as what one was built on.</summary>
    public IEnumerable<Digest> In(ImageReference repository) => digests.Value[repository.Locator].Distinct();

    /// <summary>The images that any record names in a repository.</summary>
    public IReadOnlyCollection<RecordedIn> ImagesIn(ImageReference repository) => [.. images.Value[repository.Locator]];

    /// <summary>What one record names in a repository: its images, and what others of its images were built on.</summary>
    public (IEnumerable<Digest> Images, IEnumerable<Digest> Parents) Of(FamilyRecord record, ImageReference repository)
    {
        var named = byRecord.GetOrAdd(record, one => new OfRecord(one, provider));
        return (named.Images[repository.Locator], named.Parents[repository.Locator]);
    }

    /// <summary>Whether a record names this very image of a repository.</summary>
    public bool Names(FamilyRecord record, ImageReference repository, Digest digest) => Of(record, repository).Images.Contains(digest);

    private sealed class OfRecord(FamilyRecord record, Provider provider)
    {
        public ILookup<string, Digest> Images { get; } = record.Images.ToLookup(image => provider.Of(image.Name).Locator,
            image => image.Digest, StringComparer.Ordinal);

        public ILookup<string, Digest> Parents { get; } = record.Images.SelectMany(image => image.Parents)
            .Where(parent => parent.Digest is not null).Distinct()
            .ToLookup(parent => parent.Locator, parent => parent.Digest!, StringComparer.Ordinal);
    }
}

/// <summary>An image, and a record that names it.</summary>
internal sealed record RecordedIn(FamilyRecord Record, RecordedImage Image);
