using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Publishing;
using KegImages.Reporting;

namespace KegImages.Records;

/// <summary>How one image differs.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Change"><c>added</c>, <c>removed</c>, <c>changed</c>, or <c>rebuilt</c> when the same inputs have another digest.</param>
/// <param name="From">Its digest in the first set; null when it was added.</param>
/// <param name="To">Its digest in the second set; null when it was removed.</param>
/// <param name="FromSize">Its size in the first set, in bytes.</param>
/// <param name="ToSize">Its size in the second set, in bytes.</param>
/// <param name="Parents">The parents that differ.</param>
public sealed record ImageDiff(string Image, string Change, string? From, string? To, long? FromSize, long? ToSize, ImmutableArray<ParentDiff> Parents)
{
    /// <summary>The bytes that it has more in the second set.</summary>
    public long SizeDifference => (ToSize ?? 0) - (FromSize ?? 0);

    internal IReadOnlyList<string> Cells => [Image, Change, Short(From), Short(To), ToSize is { } size ? Human.Size(size) : "", Signed(SizeDifference)];

    internal static ImageDiff? Of(RecordedImage? from, RecordedImage? to)
    {
        var parents = from is null || to is null ? [] : ParentDiff.Of(from.Parents, to.Parents);
        if (from?.Digest == to?.Digest && parents.IsEmpty)
            return null;
        var change = from is null ? "added"
            : to is null ? "removed"
            : from.Digest != to.Digest && from.Fingerprint is { } made && made == to.Fingerprint ? "rebuilt"
            : "changed";
        return new ImageDiff((to ?? from)!.Name.ToString(), change, from?.Digest.ToString(), to?.Digest.ToString(), from?.Size, to?.Size, parents);
    }

    internal static string Signed(long bytes) => bytes switch
    {
        0 => "0 B",
        < 0 => $"-{Human.Size(-bytes)}",
        _ => $"+{Human.Size(bytes)}",
    };

    private static string Short(string? digest) => digest is null ? "–" : Digest.Parse(digest).Abbreviated;
}
