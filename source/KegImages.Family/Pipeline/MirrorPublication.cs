namespace KegImages.Pipeline;

/// <summary>
/// A publication at a further provider: the set that the first provider's record names, at the same digests. Its content comes before any
/// tag moves anywhere, its checks before the first tag, its tags and its record after those of the providers before it.
/// </summary>
/// <param name="registries">The client.</param>
/// <param name="first">The provider that it comes from.</param>
/// <param name="known">The further provider, as it was seen when the plan was made.</param>
/// <param name="progress">Is told how far it comes.</param>
/// <param name="bringsSignatures">Whether signatures come along with what they are about.</param>
internal sealed class MirrorPublication(RegistryClient registries, Provider first, KnownMirror known, PublicationProgress progress,
    bool bringsSignatures = false)
{
    private readonly FamilyRecordStore records = new(registries);
    private readonly Publisher publisher = new(registries) { Progress = progress };
    private readonly ContentCopy content = new(registries, known.Provider) { BringsSignatures = bringsSignatures };
    private Publication? publication;
    private RecordReading current = new RecordAbsent();

    /// <summary>Its images, checked: with the tags that move.</summary>
    public ImmutableArray<PublishedImage> Images { get; private set; } = [];

    private Provider Provider => known.Provider;

    /// <summary>Brings what is missing of images of the first provider.</summary>
    /// <exception cref="FailedException">A registry failed; no tag was moved by this.</exception>
    public Task<bool> CopyAsync(IEnumerable<PublishedImage> images, CancellationToken cancellationToken) => NamedAsync(async () =>
    {
        await content.CopyAsync([.. images.Where(image => !IsInPlace(image.Name, image.Digest))], cancellationToken);
        return true;
    });

    /// <summary>Reads what is there, brings what is missing, and checks that every tag may move.</summary>
    /// <param name="record">The record that the first provider will have.</param>
    /// <param name="there">What is published there.</param>
    /// <param name="cancellationToken">Ends it before the first tag.</param>
    /// <returns>The record of a set that a person holds where it is; null where the set may move.</returns>
    public async Task<FamilyRecord?> CheckAsync(FamilyRecord record, Publication there, CancellationToken cancellationToken)
    {
        await CopyAsync(record.Images.Select(image => image.At(first) with { Manifest = image.Manifest }), cancellationToken);
        ImmutableArray<PublishedImage> images = [.. record.Images.Select(image => Named(image, there.Tags))];
        if (known.Records is { IsWhole: true } seen && images.All(image => !image.InPlace.IsEmpty))
        {
            current = seen.Primary;
        }
        else
        {
            current = await progress.WatchAsync(() => records.GetAsync(Provider, there.Tags.Primary, cancellationToken));
            // Another run published while this one built: what was seen before counts no longer.
            if (DigestOf(current) != known.Records?.Digest)
                images = [.. images.Select(image => image with { InPlace = [] })];
        }

        publication = there with
        {
            Images = images,
            Branch = record.Branch,
            Commit = record.Commit,
            CommitTime = record.CommitTime,
            Current = there.Tags.IsExplicit ? current.Record : current.ForReplacing(there.Tags.Primary),
        };
        if (publication.Current?.Ownership(there.Tags, record.Branch) is { } problem)
            throw new WrongUseException([problem with { Message = $"{Provider}: {problem.Message}" }]);
        if (publication.Current is { Hold: { } hold } held && record.Hold != hold && await hold.HoldsAsync(there, cancellationToken))
            return held;
        Images = await publisher.CheckAsync(publication, cancellationToken);
        return null;
    }

    /// <summary>Moves the tags.</summary>
    public Task MoveAsync(CancellationToken cancellationToken) => publisher.MoveAsync(Images, publication!.Tags, cancellationToken);

    /// <summary>Writes the record, with what its images are made of.</summary>
    /// <param name="record">The record as the first provider has it.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <returns>What a person should know; null when there is nothing to say.</returns>
    public Task<string?> WriteAsync(FamilyRecord record, CancellationToken cancellationToken) => NamedAsync<string?>(async () =>
    {
        var own = record with { Images = [.. record.Images.Select(image => image with { Parents = ParentsOf(image) })] };
        if (!await BringInputsAsync(own, cancellationToken))
            own = own.WithoutInputs();
        var agreeing = known.Records is { } seen && seen.Digest == DigestOf(current) ? seen.Agreeing : [];
        var recording = new FamilyRecording(registries, Provider, publication!, progress) { HasRead = current.Record is not null };
        var (_, note) = await recording.WriteAsync(own, DigestOf(current), agreeing, cancellationToken);
        return note is null ? null : $"{Provider}: {note}";
    });

    private bool IsInPlace(ImageName name, Digest digest) => known.InPlace.GetValueOrDefault(name) == digest;

    private PublishedImage Named(RecordedImage image, TagSet tags) => image.At(Provider) with
    {
        Parents = ParentsOf(image),
        Manifest = image.Manifest,
        Size = image.Size,
        InPlace = IsInPlace(image.Name, image.Digest) ? tags.AllOf(image.Name) : [],
    };

    // False where the first provider has lost some: a record without them is better than none.
    private async Task<bool> BringInputsAsync(FamilyRecord record, CancellationToken cancellationToken)
    {
        var (from, to) = (FamilyRecordStore.RepositoryOf(first), FamilyRecordStore.RepositoryOf(Provider));
        foreach (var kept in record.Inputs.Except(current.Record?.Inputs ?? []))
        {
            if (!await registries.HasBlobAsync(from, kept.Digest, cancellationToken))
                return false;
            await content.CopyBlobAsync(from, to, kept.Digest, kept.Size, cancellationToken);
        }

        return true;
    }

    // Parents of the family are those beside it; what is from outside stays where it is.
    private ImmutableArray<ImageReference> ParentsOf(RecordedImage image) =>
        [.. image.Parents.Select(parent =>
            first.Holds(parent) && parent.Digest is { } digest && ImageName.TryParse(parent.Name, out var name)
                ? Provider.Of(name).At(digest) : parent)];

    // Which of several providers failed is said first.
    private Task<T> NamedAsync<T>(Func<Task<T>> part) => progress.WatchAsync(async () =>
    {
        try
        {
            return await part();
        }
        catch (FailedException exception) when (exception is not UnreachedException && !LastLines.AreIn(exception))
        {
            throw new FailedException($"{Provider}: {exception.Message}", exception);
        }
    });

    private static Digest? DigestOf(RecordReading reading) => (reading as RecordFound)?.Descriptor.Digest;
}
