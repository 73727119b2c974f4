namespace KegImages.Records;

/// <summary>How one image of two sets differs.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Change"><c>changed</c>, or <c>rebuilt</c> when the same inputs have another digest.</param>
/// <param name="From">Its digest in the first set.</param>
/// <param name="To">Its digest in the second set.</param>
/// <param name="FromSize">Its size in the first set, in bytes.</param>
/// <param name="ToSize">Its size in the second set, in bytes.</param>
/// <param name="Parents">The parents that differ.</param>
public sealed record ImageDiff(string Image, string Change, string From, string To, long FromSize, long ToSize,
    ImmutableArray<ParentDiff> Parents)
{
    /// <summary>The bytes that it has more in the second set.</summary>
    public long SizeDifference => ToSize - FromSize;

    internal IReadOnlyList<string> Cells => [Image, Change, Short(From), Short(To), Human.Size(ToSize), Signed(SizeDifference)];

    internal static ImageDiff? Of(RecordedImage from, RecordedImage to)
    {
        var parents = ParentDiff.Of(from.Parents, to.Parents);
        if (from.Digest == to.Digest && parents.IsEmpty)
            return null;
        var change = from.Digest != to.Digest && from.Fingerprint is { } made && made == to.Fingerprint ? "rebuilt" : "changed";
        return new ImageDiff(to.Name.ToString(), change, from.Digest.ToString(), to.Digest.ToString(), from.Size, to.Size, parents);
    }

    internal static string Signed(long bytes) => bytes switch
    {
        0 => "0 B",
        < 0 => $"-{Human.Size(-bytes)}",
        _ => $"+{Human.Size(bytes)}",
    };

    private static string Short(string digest) => Digest.Parse(digest).Abbreviated;
}
