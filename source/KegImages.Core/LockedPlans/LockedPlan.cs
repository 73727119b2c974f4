using KegImages.Fingerprints;

namespace KegImages.LockedPlans;

/// <summary>
/// Everything that a plan resolved, so that runs on other machines resolve nothing again: what moves meanwhile changes nothing for them.
/// Secrets are known by where they are, and none is in it.
/// </summary>
/// <param name="Source">What the repository said.</param>
/// <param name="Provider">Where images are.</param>
/// <param name="Tags">The tags of the set, the primary one first.</param>
/// <param name="Changed">Whether it is about what differs from the default tag's images.</param>
/// <param name="Platform">What images are built for that name no platform.</param>
/// <param name="Family">The family as its files say it, see <see cref="FamilyDigest"/>.</param>
/// <param name="Outside">What the references are that no image of the plan is behind.</param>
/// <param name="Contexts">The named build contexts that can move.</param>
/// <param name="Images">The images that it is about, parents before children.</param>
/// <param name="Shards">Who builds what is built, level by level.</param>
internal sealed record LockedPlan(LockedSource Source, Provider Provider, ImmutableArray<Tag> Tags, bool Changed, string Platform,
    Digest Family, ImmutableArray<LockedParent> Outside, ImmutableArray<LockedContext> Contexts, ImmutableArray<LockedEntry> Images,
    ImmutableArray<LockedShard> Shards)
{
    /// <summary>The name of the file, below <c>output</c>.</summary>
    public const string FileName = "locked-plan.json";

    /// <summary>The version of the file's shape.</summary>
    public const int Version = 2;

    private Dictionary<ImageName, LockedEntry>? byName;

    private Dictionary<ImageReference, LockedParent>? byReference;

    private HashSet<ImageName>? divided;

    /// <summary>What becomes of images, parents before children.</summary>
    public ImmutableArray<LockedEntry> Images { get; init => (field, byName) = (value, null); } = Images;

    /// <summary>What references from outside are.</summary>
    public ImmutableArray<LockedParent> Outside { get; init => (field, byReference) = (value, null); } = Outside;

    /// <summary>Who builds what is built, level by level.</summary>
    public ImmutableArray<LockedShard> Shards { get; init => (field, divided) = (value, null); } = Shards;

    /// <summary>What an image is in the plan; null when the plan is not about it.</summary>
    public LockedEntry? Find(ImageName name) => (byName ??= ByName()).GetValueOrDefault(name);

    /// <summary>What a reference of a Dockerfile was resolved to; null when the plan did not need it.</summary>
    /// <param name="reference">As the Dockerfile says it, its args replaced.</param>
    public LockedParent? Find(ImageReference reference) => (byReference ??= ByReference()).GetValueOrDefault(reference);

    /// <summary>What a named context was resolved to; null when it cannot move, or was not needed.</summary>
    public LockedContext? FindContext(string name) => Contexts.FirstOrDefault(context => context.Name == name);

    /// <summary>The shard of a name; null when there is none.</summary>
    public LockedShard? FindShard(string name) => Shards.FirstOrDefault(shard => shard.Name == name);

    /// <summary>The shards of a level that build, in their order.</summary>
    public IEnumerable<LockedShard> Of(int level) => Shards.Where(shard => shard.Level == level && !shard.Joins);

    /// <summary>Whether any image of a level is made of parts.</summary>
    public bool JoinsAt(int level) => Shards.Any(shard => shard.Level == level && shard.Joins);

    /// <summary>Whether an image is made of parts that several machines build.</summary>
    public bool IsDivided(ImageName name) =>
        (divided ??= [.. Shards.Where(shard => shard.Joins).SelectMany(shard => shard.Images)]).Contains(name);

    private Dictionary<ImageName, LockedEntry> ByName()
    {
        var found = new Dictionary<ImageName, LockedEntry>();
        foreach (var image in Images)
            found.TryAdd(image.Name, image);
        return found;
    }

    private Dictionary<ImageReference, LockedParent> ByReference()
    {
        var found = new Dictionary<ImageReference, LockedParent>();
        foreach (var parent in Outside)
            found.TryAdd(parent.Reference, parent);
        return found;
    }
}

/// <summary>What the repository said.</summary>
/// <param name="Commit">The commit that is built; null in a repository with none.</param>
/// <param name="CommitTime">When it was made.</param>
/// <param name="Branch">The branch that images are tagged by; null where none is known.</param>
/// <param name="DefaultBranch">The family's default branch.</param>
/// <param name="Url">Where the source can be seen.</param>
/// <param name="Release">The version that is published; null where it is a branch's state.</param>
/// <param name="Releases">The versions that the repository's git tags named; none where no release is published.</param>
internal sealed record LockedSource(CommitId? Commit, DateTimeOffset? CommitTime, BranchName? Branch, BranchName DefaultBranch, Uri? Url,
    ReleaseVersion? Release, ImmutableArray<ReleaseVersion> Releases);

/// <summary>What a reference stands for that no image of the plan is behind: an image from outside the family, or one of it that the plan
/// does not make.</summary>
/// <param name="Reference">As Dockerfiles say it.</param>
/// <param name="Pinned">What to build on.</param>
/// <param name="Digest">What it is.</param>
/// <param name="Fingerprint">What it is made of, where its label says so.</param>
/// <param name="OnBuild">Its triggers; null where they are not known.</param>
/// <param name="KnownBy">The digests that mean it in labels.</param>
internal sealed record LockedParent(ImageReference Reference, ImageReference Pinned, Digest Digest, Fingerprint? Fingerprint,
    string[]? OnBuild, ImmutableArray<Digest> KnownBy);

/// <summary>What a named build context is that can move: a git repository's commit, or an image's digest.</summary>
internal sealed record LockedContext(string Name, CommitId? Commit, Digest? Image);

/// <summary>What becomes of an image in the plan: without a digest it is built.</summary>
/// <param name="Name">The image.</param>
/// <param name="Fingerprint">What it is made of.</param>
/// <param name="Digest">The image that is there already; null where it is built.</param>
/// <param name="StandsOn">The images of the family that this one says it was built on; null where it is built, or does not say.</param>
/// <param name="IsLeftOut">Whether it is neither built nor named anew, because it is as the default tag has it.</param>
/// <param name="Remotes">What its <c>ADD</c> instructions fetch, by the names that fingerprints have for them.</param>
internal sealed record LockedEntry(ImageName Name, Fingerprint Fingerprint, Digest? Digest, FamilyParents? StandsOn, bool IsLeftOut,
    ImmutableSortedDictionary<string, RemoteIdentity> Remotes)
{
    /// <summary>Whether it is built.</summary>
    [JsonIgnore]
    public bool IsBuilt => Digest is null;
}
