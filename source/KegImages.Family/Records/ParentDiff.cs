namespace KegImages.Records;

/// <summary>A parent that differs.</summary>
/// <param name="Parent">Its repository.</param>
/// <param name="From">Its digest in the first set; null when it was no parent there.</param>
/// <param name="To">Its digest in the second set; null when it is no parent there.</param>
public sealed record ParentDiff(string Parent, string? From, string? To)
{
    /// <summary>The parent for people: its repository's last part and both digests.</summary>
    public override string ToString() => $"{Parent[(Parent.LastIndexOf('/') + 1)..]}  {Short(From)} → {Short(To)}";

    internal static ImmutableArray<ParentDiff> Of(ImmutableArray<ImageReference> from, ImmutableArray<ImageReference> to)
    {
        // One image may stand on two tags of one repository: only what the other set does not have is paired.
        var (left, right) = (from.Except(to).ToLookup(parent => parent.Locator), to.Except(from).ToLookup(parent => parent.Locator));
        return
        [
            .. left.Concat(right).Select(group => group.Key).Distinct().Order(StringComparer.Ordinal).SelectMany(locator =>
            {
                var (before, after) = (left[locator].ToList(), right[locator].ToList());
                return Enumerable.Range(0, Math.Max(before.Count, after.Count))
                    .Select(i => new ParentDiff(locator, NameOf(before.ElementAtOrDefault(i)), NameOf(after.ElementAtOrDefault(i))));
            }),
        ];

        static string? NameOf(ImageReference? parent) => parent?.Digest?.ToString() ?? parent?.Tag?.ToString();
    }

    private static string Short(string? digest) => Digest.TryParse(digest, out var parsed) ? parsed.Abbreviated : digest ?? "none";
}
