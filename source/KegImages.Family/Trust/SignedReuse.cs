namespace KegImages.Trust;

/// <summary>Which of the images that stand in the place of wanted ones a run takes over where only signed ones are: those that a signed
/// record names, those that are signed themselves, and those that the jobs of this very run say to have built.</summary>
/// <param name="signed">What is signed.</param>
/// <param name="provider">Where the images are.</param>
internal sealed class SignedReuse(SignedImages signed, Provider provider)
{
    private readonly Lock beginning = new();
    private readonly Dictionary<FamilyRecord, Task<string?>> records = new(ReferenceEqualityComparer.Instance);

    /// <summary>The images that other jobs of this run built, by digest.</summary>
    public ImmutableHashSet<Digest> OwnJobs { get; init; } = [];

    /// <summary>Why an image is not taken over, as a clause; null when it is.</summary>
    /// <param name="pinned">The image by its digest.</param>
    /// <param name="record">The record that says so; null where it was found without one.</param>
    /// <param name="tag">The tag that the record was read under.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedException">That cannot be told.</exception>
    public async Task<string?> WhyNotAsync(ImageReference pinned, FamilyRecord? record, Tag tag, CancellationToken cancellationToken)
    {
        if (OwnJobs.Contains(pinned.Digest!) || (record is not null && await OfRecordAsync(record, tag, cancellationToken) is null))
            return null;
        return await signed.WhyNotAsync(pinned, cancellationToken);
    }

    private Task<string?> OfRecordAsync(FamilyRecord record, Tag tag, CancellationToken cancellationToken)
    {
        lock (beginning)
        {
            if (!records.TryGetValue(record, out var asked))
                records[record] = asked = signed.WhyNotAsync(provider, record, tag, cancellationToken);
            return asked;
        }
    }
}
