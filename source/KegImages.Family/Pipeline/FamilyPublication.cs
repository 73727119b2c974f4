namespace KegImages.Pipeline;

/// <summary>What was published.</summary>
/// <param name="Images">The images with their tags, read back.</param>
/// <param name="Note">What a person should know of the family record; null when there is nothing to say.</param>
public sealed record PublishedFamily(ImmutableArray<PublishedImage> Images, string? Note)
{
    /// <summary>The images of the further providers, with the tags that moved there.</summary>
    public ImmutableArray<PublishedImage> Mirrored { get; init; } = [];

    /// <summary>The set that a person put where it is while this run built, so that no tag moved; null where they did.</summary>
    public HeldSet? Held { get; init; }
}

/// <summary>Publishes a set of images and then the record that names the set.</summary>
internal sealed class FamilyPublication(RegistryClient registries, Provider provider)
{
    private readonly FamilyRecordStore records = new(registries);

    /// <summary>What a command that is suggested needs to mean the same engine and registry, with a leading space.</summary>
    public string SameWorld { get; init; } = "";

    /// <summary>The further providers, which get the same digests.</summary>
    public ImmutableArray<KnownMirror> Mirrors { get; init; } = [];

    /// <summary>How far it has come; null before it begins.</summary>
    public PublicationProgress? Progress { get; private set; }

    /// <summary>
    /// Moves the tags that are not in place, then writes the record for its commit and under each of them where it is another one.
    /// With further providers, content comes to all of them first, then every check, then the tags of one provider after the other, and
    /// then the records.
    /// </summary>
    /// <param name="publication">What to publish, as it was seen when the plan was made.</param>
    /// <param name="planned">The records that the plan was made with; null where none was read.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    public async Task<PublishedFamily> PublishAsync(Publication publication, KnownRecords? planned, CancellationToken cancellationToken)
    {
        var progress = Progress = new PublicationProgress { Records = [provider, .. Mirrors.Select(mirror => mirror.Provider)] };
        var mirrors = Mirrors.Select(mirror => new MirrorPublication(registries, provider, mirror, progress)).ToList();
        foreach (var mirror in mirrors)
            await mirror.CopyAsync(publication.Images, cancellationToken);
        var (current, elsewhere) = (planned?.Primary, planned?.Default);
        // What is made of a part of a record would lose the rest.
        if (current is null || current.Record is { Only: not null }
            || publication.Images.Any(image => !publication.Tags.AllOf(image.Name).All(image.InPlace.Contains)))
        {
            current = await progress.WatchAsync(() => records.GetAsync(provider, publication.Tags.Primary, cancellationToken));
            // Another run published while this one built: what was seen before counts no longer.
            if (DigestOf(current) != planned?.Digest)
                (planned, publication) =
                    (null, publication with { Images = [.. publication.Images.Select(image => image with { InPlace = [] })] });
        }

        publication = publication with { Current = publication.Tags.IsExplicit ? current.Record
            : current.ForReplacing(publication.Tags.Primary) };
        ThrowIfOwned(publication);
        if (await HeldAsync(publication, cancellationToken) is { } held)
            return new PublishedFamily([], null) { Held = held };
        await ThrowIfStaleAsync(publication, cancellationToken);
        var publisher = new Publisher(registries) { Progress = progress };
        var images = await publisher.CheckAsync(publication, cancellationToken);
        var record = FamilyRecord.After(publication, images, elsewhere);
        // One that is too large is found out before the first tag.
        _ = FamilyRecordStore.DigestOf(record);
        var note = LeftBehind(publication);
        if (await LatenessAsync(publication, record, cancellationToken) is { } lateness)
            (record, note) = (record.Behind(publication.Current!, images), images.Any(image => !image.Moved.IsEmpty) ? note : lateness);
        foreach (var mirror in mirrors)
        {
            if (await mirror.CheckAsync(record, publication, cancellationToken) is { Hold: { } hold } there)
                return new PublishedFamily([], null) { Held = new HeldSet(there, hold, publication.Commit, SameWorld) };
        }

        progress.Plan(mirrors.SelectMany(mirror => mirror.Images).SelectMany(image => image.Moved));
        await publisher.MoveAsync(images, publication.Tags, cancellationToken);
        foreach (var mirror in mirrors)
            await mirror.MoveAsync(cancellationToken);

        var hasRead = new[] { planned?.Primary.Record, elsewhere, current.Record }.Any(read => read is not null);
        return await progress.WatchAsync(async () =>
        {
            var recording = new FamilyRecording(registries, provider, publication, progress) { HasRead = hasRead };
            var (written, said) = await recording.WriteAsync(record, DigestOf(current), planned?.Agreeing ?? [], cancellationToken);
            var notes = new List<string?> { said ?? note };
            foreach (var mirror in mirrors)
                notes.Add(await mirror.WriteAsync(written, cancellationToken));
            return new PublishedFamily(images, string.Join(Environment.NewLine, notes.OfType<string>()) is { Length: > 0 } all ? all : null)
            {
                Mirrored = [.. mirrors.SelectMany(mirror => mirror.Images)],
            };
        });
    }

    /// <summary>The set that a publication would move and a person holds where it is; null where it may move.</summary>
    /// <param name="publication">What would be published, with the record; its images do not matter.</param>
    /// <param name="cancellationToken">Ends the asking of git.</param>
    public async Task<HeldSet?> HeldAsync(Publication publication, CancellationToken cancellationToken) =>
        publication.Current is { Hold: { } hold } record && await hold.HoldsAsync(publication, cancellationToken)
            ? new HeldSet(record, hold, publication.Commit, SameWorld) : null;

    /// <summary>The tags that a publication would move, after the checks that it begins with; nothing is moved.</summary>
    /// <param name="there">The images that are in the registry already.</param>
    /// <param name="unbuilt">The images that have to be built first: all their tags move.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<IReadOnlySet<ImageReference>> MovesAsync(Publication there, ImmutableArray<ImageName> unbuilt,
        CancellationToken cancellationToken)
    {
        ThrowIfOwned(there);
        var checks = new PublicationChecks(registries, there);
        var ready = Gathering.AllAsync(there.Images.Select((_, order) => checks.CheckAsync(order, cancellationToken)));
        var tags = Gathering.AllAsync(
            [.. unbuilt.Select((name, place) => checks.CheckUnbuiltAsync(place, name, provider.Of(name), cancellationToken))]);
        await Gathering.AllAsync(ready, tags);
        checks.ThrowIfAny();
        return (await ready).SelectMany(image => image.Moved)
            .Concat(unbuilt.SelectMany(name => there.Tags.AllOf(name).Select(provider.Of(name).With))).ToHashSet();
    }

    /// <summary>Throws what the record alone says against a publication, so that nothing is built for it first.</summary>
    /// <param name="publication">What will be published, with the record; its images do not matter yet.</param>
    /// <param name="unbuilt">The images that have to be built first.</param>
    /// <param name="cancellationToken">Ends the asking of git.</param>
    /// <exception cref="WrongUseException">The tag is another branch's.</exception>
    /// <exception cref="FailedException">An image that has to be built is at a newer commit already.</exception>
    public async Task ThrowIfRefusedAsync(Publication publication, IEnumerable<ImageName> unbuilt, CancellationToken cancellationToken)
    {
        ThrowIfOwned(publication);
        if (publication.Current is not { } record)
            return;
        var checks = new PublicationChecks(registries, publication);
        var recorded = unbuilt.Select(record.Find).OfType<RecordedImage>();
        await Gathering.AllAsync(
            [.. recorded.Select((image, place) => checks.CheckRecordedAsync(place, image, provider.Of(image.Name), cancellationToken))]);
        checks.ThrowIfAny();
    }

    /// <summary>Throws <see cref="WrongUseException"/> when the record says that the tag is another branch's.</summary>
    public static void ThrowIfOwned(Publication publication)
    {
        if (publication.Current is { } current && current.Ownership(publication.Tags, publication.Branch) is { } problem)
            throw new WrongUseException([problem]);
    }

    // A record is written after all tags of its set: where it is behind, the tag says what is published.
    private async Task ThrowIfStaleAsync(Publication publication, CancellationToken cancellationToken)
    {
        var stale = StaleParent.In(publication);
        var names = publication.Images.Select(image => image.Name).ToHashSet();
        var heads = await Gathering.AllAsync(stale.Select(image => names.Contains(image.Parent)
            ? Task.FromResult<ManifestDescriptor?>(null)
            : registries.HeadAsync(provider.Of(image.Parent).With(publication.Tags.PrimaryOf(image.Parent)), cancellationToken)));
        if (stale.Where((image, i) => heads[i]?.Digest != image.StandsOn).ToImmutableArray() is { IsEmpty: false } refused)
            throw new StaleParentException(refused, "what stands on another parent has to be built again");
    }

    private static string? LeftBehind(Publication publication)
    {
        var left = StaleParent.LeftBehind(publication);
        if (left.IsEmpty)
            return null;
        var (children, parents) = (left.Select(image => image.Child).Distinct()
            .ToList(), string.Join(", ", left.Select(image => image.Parent).Distinct()));
        return $"{string.Join(", ", children)} under {publication.Tags.Primary} {(children.Count == 1 ? "stands" : "stand")} on "
            + $"{parents} as it was before: the next push of {(children.Count == 1 ? "it builds it" : "them builds them")} again";
    }

    private Task<string?> LatenessAsync(Publication publication, FamilyRecord record, CancellationToken cancellationToken) =>
        publication.Current is { } current && current.Commit != record.Commit
            ? TagGuard.LatenessAsync(publication, PlaceOf(record.Tag), TagState.Of(current), cancellationToken)
            : Task.FromResult<string?>(null);

    private ImageReference PlaceOf(Tag tag) => FamilyRecordStore.RepositoryOf(provider).With(tag);

    private static Digest? DigestOf(RecordReading reading) => (reading as RecordFound)?.Descriptor.Digest;
}
