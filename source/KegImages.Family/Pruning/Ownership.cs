namespace KegImages.Pruning;

/// <summary>Whether a tag is that of a branch that is gone. A tag's name alone never says so: the family record or the image's own label
/// has to.</summary>
internal static class Ownership
{
    private const string SourceLabel = "org.opencontainers.image.source";

    /// <summary>Whether an image's tag goes, and why or why not.</summary>
    public static (bool Goes, string Reason) OfImage(PruneFacts facts, ImageReference repository, Tag tag, ManifestFacts manifest)
    {
        var set = facts.SetOf(repository, tag);
        if (facts.RecordOf(repository, set, manifest.Digest) is { } naming)
            return Of(facts, set, naming.Branch, naming.SourceUrl);
        var record = facts.RecordOf(set);
        if (record is null && facts.Settings.SetBeside(set) is { } beside)
            return OfBeside(facts, repository, beside, manifest);
        // The image was moved by hand, or nobody recorded it: its label says whose it is, and where it says nothing, the set's record.
        return TagState.Of(manifest.Labels, tag).Owner is { } labelled
            ? Of(facts, set, labelled, SourceOf(manifest))
            : Of(facts, set, record is null ? facts.Only : record.Branch, record?.SourceUrl);
    }

    // It goes with the set that it is beside. The set's record, or one that is kept for a commit of it, says whose that is; where there is
    // none any more, an image that was built for the set does.
    private static (bool Goes, string Reason) OfBeside(PruneFacts facts, ImageReference repository, Tag set, ManifestFacts manifest)
    {
        var records = facts.Records.Values.Where(record => record.Tag == set).ToList();
        var recorded = records.Select(record => record.Branch).Distinct().ToList();
        var owner = recorded switch
        {
            [] => facts.TagsIn(repository, set).Select(tag => TagState.Of(manifest.Labels, tag).Owner).OfType<BranchName>()
                .FirstOrDefault(),
            [var one] => one,
            _ => null,
        };
        var source = records.Count == 0 ? SourceOf(manifest)
            : records.Select(record => record.SourceUrl).FirstOrDefault(facts.Live.IsFromElsewhere);
        var (goes, reason) = Of(facts, set, owner, source);
        return (goes, $"it is beside '{set}': {reason}");
    }

    /// <summary>Whether a tag goes that keeps layers, and why or why not. Layers say nothing of themselves, and whoever loses them loses
    /// time alone: here the name decides.</summary>
    public static (bool Goes, string Reason) OfCache(PruneFacts facts, CacheTag cache) =>
        cache.Slug == facts.Settings.CacheSlugOf(facts.Settings.DefaultBranch) ? (false, "it keeps the layers of the default branch")
        : facts.Only is { } only && facts.Settings.CacheSlugOf(only) != cache.Slug ? (false, "it keeps the layers of another branch")
        : facts.LivingCaches.Contains(cache.Slug) ? (false, "it keeps the layers of a branch that lives")
        : (true, "it keeps the layers of a branch that is gone");

    /// <summary>Whether a set's record goes, and why or why not.</summary>
    public static (bool Goes, string Reason) OfRecord(PruneFacts facts, Tag tag, FamilyRecord record) =>
        Of(facts, tag, record.Branch, record.SourceUrl);

    private static (bool Goes, string Reason) Of(PruneFacts facts, Tag tag, BranchName? owner, Uri? source)
    {
        if (facts.Settings.DefaultTags.Contains(tag))
            return (false, tag == facts.Settings.DefaultTag ? "the default tag" : "an alias of the default tag");
        if (owner is null)
            return (false, "nothing says that it is a branch's");
        if (facts.Only is { } only && owner != only)
            return (false, $"it belongs to the branch '{owner}'");
        if (facts.Live.IsFromElsewhere(source))
            return (false, $"it was published from {source}, and this is {facts.Live.Source?.ToString() ?? "a folder"}");
        if (facts.Live.Branches.Contains(owner))
            return (false, $"its branch '{owner}' lives");
        return TagSet.For(owner, facts.Settings).All.Contains(tag)
            ? (true, $"its branch '{owner}' is gone")
            : (false, $"it was given by hand, on the branch '{owner}'");
    }

    private static Uri? SourceOf(ManifestFacts manifest) =>
        Uri.TryCreate(manifest.Labels.GetValueOrDefault(SourceLabel), UriKind.Absolute, out var source) ? source : null;
}
