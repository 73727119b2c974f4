namespace KegImages.Pruning;

/// <summary>What something that stays reaches in a repository: itself, what indexes list, and what is attached to what.</summary>
internal sealed class Reach(RepositoryFacts repository)
{
    private const int HexDigits = 64;
    private readonly Dictionary<Digest, string> reached = [];
    private readonly Queue<Digest> open = [];

    /// <summary>The digest that a tag is attached to by its name: <c>sha256-&lt;hex&gt;</c>, also with an ending, as signatures are stored
    /// where a registry has no list of referrers; null for other tags.</summary>
    public static Digest? AttachedTo(Tag tag) =>
        tag.ToString() is ['s', 'h', 'a', '2', '5', '6', '-', .. var rest] && rest.Length >= HexDigits
            && Spelling.IsHex(rest.AsSpan(0, HexDigits), HexDigits)
        && (rest.Length == HexDigits || (rest[HexDigits] == '.' && Spelling.IsLowerOrDigits(rest.AsSpan(HexDigits + 1))))
            ? Digest.Parse($"sha256:{rest[..HexDigits]}")
            : null;

    public IReadOnlyDictionary<Digest, string> OfManifests(IEnumerable<Digest> roots)
    {
        foreach (var digest in roots)
            Add(digest, "it stays for a while");
        Follow();
        return reached;
    }

    public IReadOnlyDictionary<Digest, string> OfTagsAndRecords(PruneFacts facts, ImmutableArray<(Tag Tag, FamilyRecord Record)> records,
        IEnumerable<Tag> roots)
    {
        var kept = roots.ToHashSet();
        foreach (var tag in repository.Tags.Where(tag => kept.Contains(tag.Tag)))
        {
            Add(tag.Digest, $"the tag '{tag.Tag}' is on it");
            if (AttachedTo(tag.Tag) is { } subject && !IsSignature(repository, tag))
                Add(subject, $"the tag '{tag.Tag}' is attached to it");
        }

        foreach (var (tag, record) in records)
        {
            var named = facts.Recorded.Of(record, repository.Repository);
            foreach (var image in named.Images)
                Add(image.Digest, $"the record '{tag}' names it");
            foreach (var parent in named.Parents)
                Add(parent, $"the record '{tag}' names it as a parent");
        }

        foreach (var manifest in repository.Manifests.Values.Where(manifest => manifest.HasReferrers))
            Add(manifest.Digest, "something is attached to it");
        Follow();
        return reached;
    }

    /// <summary>Whether a tag holds a signature of what its name says: it lives as long as that, and keeps nothing.</summary>
    public static bool IsSignature(RepositoryFacts repository, TagFacts tag) =>
        AttachedTo(tag.Tag) is not null && repository.Manifests.GetValueOrDefault(tag.Digest) is { Manifest.IsSignature: true };

    private void Follow()
    {
        var attached = repository.Manifests.Values.Where(manifest => manifest.Manifest.Subject is not null)
            .Select(manifest => (Subject: manifest.Manifest.Subject!, Attached: manifest))
            .Concat(repository.Tags.Where(tag => IsSignature(repository, tag))
                .Select(tag => (Subject: AttachedTo(tag.Tag)!, Attached: repository.Manifests[tag.Digest])))
            .ToLookup(pair => pair.Subject, pair => pair.Attached);
        while (open.TryDequeue(out var digest))
        {
            foreach (var manifest in attached[digest])
                Add(manifest.Digest, $"it is attached to {digest.Abbreviated}");
            if (!repository.Manifests.TryGetValue(digest, out var found))
                continue;
            foreach (var child in found.Children)
                Add(child, $"the index {digest.Abbreviated} lists it");
            if (found.Manifest is { Subject: { } subject, IsSignature: false })
                Add(subject, $"{digest.Abbreviated} is attached to it");
        }
    }

    private void Add(Digest digest, string reason)
    {
        if (reached.TryAdd(digest, reason))
            open.Enqueue(digest);
    }
}
