namespace KegImages.Pipeline;

/// <summary>
/// The family records that a plan begins with: that of the tag to publish, or of the default tag while a branch has none of its own.
/// </summary>
internal sealed record KnownRecords
{
    /// <summary>What stands under the primary tag.</summary>
    public required RecordReading Primary { get; init; }

    /// <summary>The tags whose record is the primary tag's, that one first; none where there is no record.</summary>
    public required ImmutableArray<Tag> Agreeing { get; init; }

    /// <summary>The default tag's record, where the primary tag has none.</summary>
    public FamilyRecord? Default { get; init; }

    /// <summary>The digest of the primary tag's record; null where there is none.</summary>
    public Digest? Digest => (Primary as RecordFound)?.Descriptor.Digest;

    /// <summary>How long images took when they were last built, as far as a record says it.</summary>
    public ImmutableDictionary<ImageName, LastBuild> LastBuilds
    {
        get
        {
            var builds = ImmutableDictionary.CreateBuilder<ImageName, LastBuild>();
            foreach (var image in (Primary.Record ?? Default)?.Images ?? [])
            {
                if (image.LastBuild is { } last)
                    builds[image.Name] = last;
            }

            return builds.ToImmutable();
        }
    }

    /// <summary>Whether they have all images of their sets, and not only those that were asked for.</summary>
    public bool IsWhole => Primary.Record is not { Only: not null } && Default is not { Only: not null };

    /// <summary>
    /// Reads them: one request, one more an alias, and one for the default tag where it is needed; of records in shards one more for each
    /// that would have the images asked for.
    /// </summary>
    /// <param name="registries">The client.</param>
    /// <param name="provider">Whose the sets are.</param>
    /// <param name="tags">The tags of the run, the primary one first.</param>
    /// <param name="defaultTag">The tag of the default branch.</param>
    /// <param name="of">The images of which something is asked: those in scope, and what they stand on.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public static async Task<KnownRecords> ReadAsync(RegistryClient registries, Provider provider, ImmutableArray<Tag> tags, Tag defaultTag,
        IReadOnlyCollection<ImageName> of, CancellationToken cancellationToken)
    {
        var store = new FamilyRecordStore(registries);
        var repository = FamilyRecordStore.RepositoryOf(provider);
        var heads = Task.WhenAll(tags[1..].Select(alias => registries.HeadAsync(repository.With(alias), cancellationToken)));
        var primary = await store.GetAsync(provider, tags[0], of, cancellationToken);
        if (primary is not RecordFound { Descriptor.Digest: var digest })
        {
            await heads;
            var other = tags[0] == defaultTag ? null : (await store.GetAsync(provider, defaultTag, of, cancellationToken)).Record;
            return new KnownRecords { Primary = primary, Agreeing = [], Default = other };
        }

        var agreeing = tags[1..].Zip(await heads).Where(pair => pair.Second?.Digest == digest).Select(pair => pair.First);
        return new KnownRecords { Primary = primary, Agreeing = [tags[0], .. agreeing] };
    }
}
