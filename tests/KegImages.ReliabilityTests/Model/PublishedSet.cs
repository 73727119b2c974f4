using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Model;

/// <summary>What a tag has to name: for each image the text of every file in it.</summary>
/// <param name="Images">Image → file → text.</param>
/// <param name="Commit">The commit that the record says.</param>
internal sealed record PublishedSet(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Images, string Commit)
{
    public static PublishedSet Empty { get; } = new(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string,
        string>>.Empty.WithComparers(StringComparer.Ordinal), "");

    public PublishedSet With(string image, ImmutableSortedDictionary<string, string> files) =>
        this with { Images = Images.SetItem(image, files) };

    /// <summary>Whether an image has to have these files.</summary>
    public bool Has(string image, IReadOnlyDictionary<string, string> files) =>
        Images.TryGetValue(image, out var expected) && expected.Count == files.Count
            && expected.All(file => files.GetValueOrDefault(file.Key) == file.Value);
}
