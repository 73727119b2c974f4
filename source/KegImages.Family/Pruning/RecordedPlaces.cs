using System.Collections.Concurrent;

namespace KegImages.Pruning;

/// <summary>What records name in each repository: every one of them is asked for each repository of a family, and for each tag in
/// it.</summary>
/// <param name="records">The records.</param>
/// <param name="provider">Where the images are.</param>
internal sealed class RecordedPlaces(IEnumerable<FamilyRecord> records, Provider provider)
{
    private readonly ConcurrentDictionary<FamilyRecord, HashSet<string>> byRecord = new(ReferenceEqualityComparer.Instance);
    private Dictionary<string, HashSet<Digest>>? byRepository;

    /// <summary>The digests that any record names in a repository, as an image or as what one was built on.</summary>
    public IReadOnlyCollection<Digest> In(ImageReference repository) =>
        (byRepository ??= ByRepository()).GetValueOrDefault(repository.Locator, []);

    /// <summary>Whether a record names this very image of a repository.</summary>
    public bool Names(FamilyRecord record, ImageReference repository, Digest digest) => byRecord.GetOrAdd(record, _ =>
        record.Images.Select(image => $"{image.Name.Repository}@{image.Digest}").ToHashSet(StringComparer.Ordinal))
        .Contains($"{repository.Name}@{digest}");

    private Dictionary<string, HashSet<Digest>> ByRepository()
    {
        var found = new Dictionary<string, HashSet<Digest>>(StringComparer.Ordinal);
        foreach (var image in records.SelectMany(record => record.Images))
        {
            Add(provider.Of(image.Name).Locator, image.Digest);
            foreach (var parent in image.Parents)
            {
                if (parent.Digest is { } digest)
                    Add(parent.Locator, digest);
            }
        }

        return found;

        void Add(string locator, Digest digest)
        {
            if (!found.TryGetValue(locator, out var digests))
                found[locator] = digests = [];
            digests.Add(digest);
        }
    }
}
