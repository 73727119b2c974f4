using KegImages.Fingerprints;
using KegImages.Planning;
using KegImages.Registry;
using KegImages.Tagging;

namespace KegImages.Publishing;

/// <summary>One consistent set of images under a tag: what a reader reads who wants all of them to fit each other.</summary>
public sealed record FamilyRecord
{
    private static readonly Comparer<RecordedImage> ByName = Comparer<RecordedImage>.Create((one, other) => Order(one.Name, other.Name));

    /// <summary>The tag that the set is published under.</summary>
    public required Tag Tag { get; init; }

    /// <summary>The branch that owns the tag; null when it was given by hand with no branch.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>The commit that was published last; null in a repository with none.</summary>
    public CommitId? Commit { get; init; }

    /// <summary>When that commit was made.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>Where the source can be seen.</summary>
    public Uri? SourceUrl { get; init; }

    /// <summary>Why the set stays where a person put it; null where runs of its branch move it.</summary>
    public SetHold? Hold { get; init; }

    /// <summary>The artifact that it was read from; null where it was made here.</summary>
    internal Digest? ReadFrom { get; init; }

    /// <summary>The shards that it was read of; null where it has all images.</summary>
    internal ReadShards? Only { get; init; }

    /// <summary>The images, in the order of their names.</summary>
    public required ImmutableArray<RecordedImage> Images
    {
        get;
        init => field = value.Sort(ByName);
    }

    /// <summary>Where it is kept what the images are made of, each once, by digest.</summary>
    public ImmutableArray<KeptInputs> Inputs => FamilyRecordJson.InputsOf(Images);

    /// <summary>Whether it can tell of an image of this name: false where its shard was not read.</summary>
    internal bool Knows(ImageName name) => Only?.Has(name) ?? true;

    /// <summary>The image of this name; null when the set has none.</summary>
    /// <exception cref="InvalidOperationException">The shard that would have it was not read.</exception>
    public RecordedImage? Find(ImageName name)
    {
        if (!Knows(name))
            throw new InvalidOperationException($"of the record of '{Tag}' the shard that would have '{name}' was not read");
        var (low, high) = (0, Images.Length - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var order = Order(Images[middle].Name, name);
            if (order == 0)
                return Images[middle];
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>
    /// The problem when the record's tag is to be published, and belongs to another branch; null when it may be. Known before anything is
    /// built.
    /// </summary>
    /// <param name="tags">The tags of the run.</param>
    /// <param name="branch">The branch of the run; null when only a tag was given.</param>
    public Problem? Ownership(TagSet tags, BranchName? branch) =>
        tags.All.Contains(Tag) ? TagGuard.Ownership(tags, branch, $"the tag '{Tag}'", Branch) : null;

    /// <summary>The record after a publication: its images, and those of the record before that it did not touch.</summary>
    /// <param name="publication">What was published.</param>
    /// <param name="published">Its images, as that ended.</param>
    /// <param name="elsewhere">Another record that may know where inputs are kept; null where there is none.</param>
    public static FamilyRecord After(Publication publication, IEnumerable<PublishedImage> published, FamilyRecord? elsewhere = null)
    {
        var images = published.Select(image => new RecordedImage
        {
            Name = image.Name,
            Digest = image.Digest,
            Fingerprint = image.Fingerprint,
            Parents = image.Parents,
            StandsOn = image.StandsOn,
            Commit = publication.Commit,
            CommitTime = publication.CommitTime,
            Size = image.Size!.Value,
            Manifest = image.Manifest,
            Inputs = InputsOf(image, publication.Current) ?? InputsOf(image, elsewhere),
            LastBuild = image.LastBuild ?? publication.Current?.Find(image.Name)?.LastBuild ?? elsewhere?.Find(image.Name)?.LastBuild,
        }).ToList();
        publication.Current?.ThrowUnlessWhole();
        var names = images.Select(image => image.Name).ToHashSet();
        // An image that became several, or several that became one: whose tag is another's now is no longer of the set.
        var taken = images.SelectMany(image => publication.Tags.AllOf(image.Name).Select(tag => (image.Name.Repository, tag))).ToHashSet();
        var kept = publication.Current?.Images.Where(image => !names.Contains(image.Name)
            && !taken.Contains((image.Name.Repository, publication.Tags.PrimaryOf(image.Name)))) ?? [];
        return new FamilyRecord
        {
            Tag = publication.Tags.Primary,
            Branch = publication.Branch,
            Commit = publication.Commit,
            CommitTime = publication.CommitTime,
            SourceUrl = publication.SourceUrl,
            // One image that is put elsewhere does not let the whole set go.
            Hold = publication.IsWhole ? null : publication.Current?.Hold,
            Images = [.. kept, .. images],
        };
    }

    /// <summary>This record, with the places of inputs that it does not know yet.</summary>
    internal FamilyRecord With(IReadOnlyDictionary<Fingerprint, KeptInputs> kept) => this with
    {
        Images = [.. Images.Select(image =>
            image is { Inputs: null, Fingerprint: { } fingerprint } ? image with { Inputs = kept.GetValueOrDefault(fingerprint) } : image)],
    };

    /// <summary>This record as it is kept for its commit: what was published then, wherever the set is put later.</summary>
    internal FamilyRecord Kept => Hold is null ? this : this with { Hold = null };

    /// <summary>This record, with no inputs.</summary>
    internal FamilyRecord WithoutInputs() => this with { Images = [.. Images.Select(image => image with { Inputs = null })] };

    /// <summary>Holds that all its shards were read: what is made of it otherwise would lose images.</summary>
    internal void ThrowUnlessWhole()
    {
        if (Only is not null)
            throw new InvalidOperationException($"of the record of '{Tag}' not all shards were read");
    }

    private static int Order(ImageName one, ImageName other) => string.CompareOrdinal(one.ToString(), other.ToString());

    private static KeptInputs? InputsOf(PublishedImage image, FamilyRecord? record) =>
        image.Fingerprint is { } fingerprint && record?.Find(image.Name) is { } recorded && recorded.Fingerprint == fingerprint
            ? recorded.Inputs : null;

    /// <summary>This record for a run that came after a newer commit's: what it moved, and all else as the newer commit left it.</summary>
    /// <param name="newer">The record that is there.</param>
    /// <param name="published">How the publication ended.</param>
    internal FamilyRecord Behind(FamilyRecord newer, IEnumerable<PublishedImage> published)
    {
        var moved = published.Where(image => !image.Moved.IsEmpty).Select(image => image.Name).ToHashSet();
        return this with
        {
            Commit = newer.Commit,
            CommitTime = newer.CommitTime,
            Hold = newer.Hold,
            Images = [.. Images.Select(image => moved.Contains(image.Name) ? image : newer.Find(image.Name) ?? image)],
        };
    }
}

/// <summary>An image of a recorded set.</summary>
public sealed record RecordedImage
{
    /// <summary>Its name.</summary>
    public required ImageName Name { get; init; }

    /// <summary>Its digest.</summary>
    public required Digest Digest { get; init; }

    /// <summary>What it is made of; null where that was not known.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>The images that it was built on, each with its digest.</summary>
    public ImmutableArray<ImageReference> Parents { get; init; } = [];

    /// <summary>
    /// The images of the family among them, copied from the image's own label; null where an older version wrote the record and did not
    /// look.
    /// </summary>
    public FamilyParents? StandsOn { get; init; }

    /// <summary>
    /// The commit that it was published at, which may be later than the one it was built at; null in a repository with none.
    /// </summary>
    public CommitId? Commit { get; init; }

    /// <summary>When that commit was made.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>The bytes that a pull moves, compressed.</summary>
    public long Size { get; init; }

    /// <summary>Its manifest, so that another tag can be put on it without reading it first; null where that is not recorded.</summary>
    public RegistryManifest? Manifest { get; init; }

    /// <summary>Where it is kept what it is made of; null where that is not.</summary>
    public KeptInputs? Inputs { get; init; }

    /// <summary>How long it took when it was last built, wherever that was; null where no run wrote it down.</summary>
    public LastBuild? LastBuild { get; init; }

    /// <summary>The image as it can be named anew; whether the registry still has it is asked then.</summary>
    internal PublishedImage At(Provider provider) => new()
    {
        Name = Name,
        Pinned = provider.Of(Name).At(Digest),
        Fingerprint = Fingerprint,
        Parents = Parents,
        StandsOn = StandsOn,
        LastBuild = LastBuild,
    };
}
