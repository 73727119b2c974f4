namespace KegImages.Records;

/// <summary>What an image says of itself by its labels; each null where it does not.</summary>
/// <param name="Fingerprint">What it is made of.</param>
/// <param name="Branch">The branch that it was built from.</param>
/// <param name="Commit">The commit that it was built at.</param>
/// <param name="CommitTime">When that commit was made.</param>
/// <param name="Parent">The image that it derives from, with its digest.</param>
/// <param name="Size">The bytes that a pull moves, compressed.</param>
public sealed record LabelledImage(Fingerprint? Fingerprint, BranchName? Branch, CommitId? Commit, DateTimeOffset? CommitTime,
    ImageReference? Parent, long Size)
{
    /// <summary>What it says of the inputs and parents that it was built from.</summary>
    public Evidence Says { get; init; } = Evidence.None;

    /// <summary>Reads the labels of an image of this name; the parent where it really lives.</summary>
    public static LabelledImage Of(ImageName image, ImageConfig config, long size, ReferenceMapping mapping)
    {
        var labels = config.Labels;
        var parent = ImageReference.TryParse(labels.GetValueOrDefault(ImageLabels.BaseName), out var name)
            && Digest.TryParse(labels.GetValueOrDefault(ImageLabels.BaseDigest), out var digest)
            ? mapping.Map(name, image).At(digest)
            : null;
        return new LabelledImage(
            Fingerprint.TryParse(labels.GetValueOrDefault(ImageLabels.Fingerprint), out var fingerprint) ? fingerprint : null,
            BranchName.TryParse(labels.GetValueOrDefault(ImageLabels.Branch), out var branch) ? branch : null,
            CommitId.TryParse(labels.GetValueOrDefault(ImageLabels.Revision), out var commit) ? commit : null,
            DateTimeOffset.TryParse(labels.GetValueOrDefault(ImageLabels.Created), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            parent,
            size) { Says = Evidence.Of(labels) };
    }
}
