namespace KegImages.Records;

/// <summary>A recorded set that is to be named by other tags; nothing of it is built.</summary>
/// <param name="Provider">Where the set lives.</param>
/// <param name="Source">The set's record.</param>
/// <param name="Tags">The tags that are to name it.</param>
/// <param name="Current">The record of the set that they name now; null when there is none.</param>
/// <param name="Keeps">Whether images that only the current set has stay in the record.</param>
public sealed record RecordMove(Provider Provider, FamilyRecord Source, TagSet Tags, FamilyRecord? Current, bool Keeps)
{
    /// <summary>Further providers, where the same is moved.</summary>
    public ImmutableArray<Provider> Mirrors { get; init; } = [];

    /// <summary>Whether signatures of what is moved come along to further providers.</summary>
    public bool IsSigned { get; init; }

    /// <summary>What the record says of the move, so that it holds; null where it takes nothing back.</summary>
    public SetHold? Hold { get; init; }

    /// <summary>The images that only the current set has: their tags stay where they are.</summary>
    public ImmutableArray<RecordedImage> Staying => [.. Current?.Images.Where(image => Source.Find(image.Name) is null) ?? []];

    /// <summary>The record of the set under its new tags.</summary>
    public FamilyRecord Record => Source with
    {
        Tag = Tags.Primary,
        Hold = Hold,
        Images = [.. (Keeps ? Staying : []).Concat(Source.Images).OrderBy(image => image.Name.ToString(), StringComparer.Ordinal)],
    };

    /// <summary>What has to be published.</summary>
    public Publication Publication => new()
    {
        Images = [.. Source.Images.Select(image => image.At(Provider))],
        Tags = Tags,
        Branch = Source.Branch,
        Commit = Source.Commit,
        CommitTime = Source.CommitTime,
        SourceUrl = Source.SourceUrl,
        Current = Current,
    };

    /// <summary>
    /// Images that would stand beside another build of their parent than the one they are built on, and do not do so already, a line each:
    /// what is promoted on
    /// what stays, or the other way round. None where the set that is put there is the whole one.
    /// </summary>
    public ImmutableArray<string> Misfits => Keeps ? MisfitsIn(Record) : [];

    /// <summary>What is said aloud before the default tag moves by hand; null when it does not.</summary>
    public string? Warning => Tags.MovesDefaultByHand
        ? $"Note: this moves the default tag by hand ({string.Join(", ", Tags.All)}), which is CI's work on the default branch."
        : null;

    /// <summary>How a move ended, as a sentence.</summary>
    /// <param name="done">What was done, as a participle.</param>
    /// <param name="images">The images with the tags that moved.</param>
    /// <param name="elapsed">How long it took.</param>
    public string Ending(string done, IReadOnlyCollection<PublishedImage> images, TimeSpan elapsed)
    {
        var tags = string.Join(", ", Tags.All);
        return images.All(image => image.Moved.IsEmpty)
            ? $"all {images.Count} images are there as {tags} already: nothing moved, nothing was built"
            : $"{done} {images.Count} images as {tags}, read back and compared, in {Human.Duration(elapsed)}; nothing was built";
    }

    /// <summary>The moves as lines: a row an image, then what stays.</summary>
    /// <param name="images">The images with the tags that move.</param>
    public ImmutableArray<string> ToTable(IEnumerable<PublishedImage> images) =>
    [
        .. Columns.Table(
        [
            ["Image", "Recorded before", "Now", "Tags"],
            .. images.OrderBy(image => image.Name.ToString(), StringComparer.Ordinal).Select(image => new[]
            {
                image.Name.ToString(),
                Current?.Find(image.Name)?.Digest.Abbreviated ?? "–",
                image.Digest.Abbreviated,
                image.Moved.IsEmpty ? "there already" : string.Join(", ", image.Moved.Select(tag => tag.Tag)),
            }),
        ]),
        .. Staying.IsEmpty ? []
        : new[] { $"only in {Tags.Primary}: {string.Join(", ", Staying.Select(image => image.Name))}, not part of {Source.Tag}'s "
            + $"set{(Source.Commit is null ? "" : $" at {Source.Commit.Abbreviated}")}: "
            + $"{(Staying.Length == 1 ? "it stays as it is" : "they stay as they are")}" },
    ];

    private ImmutableArray<string> MisfitsIn(FamilyRecord record)
    {
        var places = record.Images.Where(image => image.Name.Variant is null)
            .DistinctBy(image => image.Name.Repository).ToDictionary(image => Provider.Of(image.Name).Locator, StringComparer.Ordinal);
        return
        [
            .. record.Images.SelectMany(child => child.Parents.Select(parent => Misfit(child, parent, Beside(child, parent))))
                .OfType<string>().Distinct(),
        ];

        // Of several in one repository, the one that the child says it stands on.
        RecordedImage? Beside(RecordedImage child, ImageReference parent)
        {
            var said = child.StandsOn?.All.FirstOrDefault(stood => stood.Digest == parent.Digest
                && Provider.Of(stood.Name).Locator == parent.Locator);
            return said is not null ? record.Find(said.Name) : places.GetValueOrDefault(parent.Locator);
        }
    }

    private string? Misfit(RecordedImage child, ImageReference parent, RecordedImage? beside)
    {
        if (parent.Digest is null || beside is null || beside.Digest == parent.Digest
            || (Source.Find(child.Name) is null) == (Source.Find(beside.Name) is null))
            return null;
        // One that stands so already is built on another tag of its parent, or was published before anybody looked.
        return Current?.Find(child.Name) is { } before && before.Parents.Contains(parent) && Current.Find(beside.Name)?.Digest is { } then
            && then != parent.Digest
            ? null
            : $"{child.Name} is built on {beside.Name} {parent.Digest.Abbreviated}, and {Tags.Primary} would have {beside.Name} "
                + $"{beside.Digest.Abbreviated} beside it";
    }
}
