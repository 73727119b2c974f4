namespace KegImages.Publishing;

/// <summary>
/// One record out of two that two runs made of the same one at the same time: what only one of them changed is taken from it; of what both
/// changed, what the registry's tag names now. It does not matter which of them merges.
/// </summary>
/// <param name="Base">The record that both began with; null where there was none.</param>
/// <param name="Ours">The record of this run.</param>
/// <param name="Theirs">The record of the other.</param>
public sealed record RecordMerge(FamilyRecord? Base, FamilyRecord Ours, FamilyRecord Theirs)
{
    /// <summary>Whether this run published an older commit than the other one.</summary>
    public bool IsOlder { get; init; }

    /// <summary>The images that both put on different digests: only their tags tell which one stands.</summary>
    public ImmutableArray<ImageName> Conflicts =>
        [.. Names.Where(name => Ours.Find(name) is { } ours && Theirs.Find(name) is { } theirs && ours.Digest != theirs.Digest
            && IsChanged(name, ours) && IsChanged(name, theirs))];

    /// <summary>The one record.</summary>
    /// <param name="standing">What the tags of the <see cref="Conflicts"/> name now.</param>
    public FamilyRecord Merged(IReadOnlyDictionary<ImageName, Digest> standing) => (IsOlder ? Theirs : Ours) with
    {
        Images = [.. Names.Select(name => Find(name, standing)).OfType<RecordedImage>()
            .OrderBy(image => image.Name.ToString(), StringComparer.Ordinal)],
        Hold = Ours.Hold == Base?.Hold ? Theirs.Hold : Theirs.Hold == Base?.Hold ? Ours.Hold : Later(Ours.Hold, Theirs.Hold),
    };

    private IEnumerable<ImageName> Names => Ours.Images.Concat(Theirs.Images).Select(image => image.Name).Distinct();

    private RecordedImage? Find(ImageName name, IReadOnlyDictionary<ImageName, Digest> standing)
    {
        var (ours, theirs) = (Ours.Find(name), Theirs.Find(name));
        if (!IsChanged(name, ours))
            return theirs is not null && ours is not null && IsSame(ours, theirs) ? Fuller(ours, theirs) : theirs;
        if (!IsChanged(name, theirs))
            return ours;
        // Taken out by one and changed by the other: it is there.
        if (ours is null || theirs is null)
            return ours ?? theirs;
        if (ours.Digest == theirs.Digest)
            return ours.Commit == theirs.Commit ? Fuller(ours, theirs) : IsOlder ? theirs : ours;
        return standing.GetValueOrDefault(name) == ours.Digest ? ours : theirs;
    }

    private bool IsChanged(ImageName name, RecordedImage? image)
    {
        var before = Base?.Find(name);
        return image is null || before is null ? image is not null || before is not null : !IsSame(before, image);
    }

    private static bool IsSame(RecordedImage one, RecordedImage other) =>
        one.Digest == other.Digest && one.Fingerprint == other.Fingerprint && one.Commit == other.Commit;

    // Both say the same of it, and the same one has to be chosen from either side.
    private static RecordedImage Fuller(RecordedImage one, RecordedImage other) =>
        new[] { one, other }.OrderByDescending(image => image.Manifest is not null).ThenByDescending(image => image.Inputs is not null)
            .ThenBy(image => image.Inputs?.Digest.ToString(), StringComparer.Ordinal)
            .ThenByDescending(image => image.LastBuild?.Seconds).First();

    private static SetHold? Later(SetHold? one, SetHold? other) => one is null ? other : other is null || one.At >= other.At ? one : other;
}
