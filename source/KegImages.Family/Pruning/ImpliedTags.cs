namespace KegImages.Pruning;

/// <summary>The tags that must be there or may be, whatever a registry's list says: those of the default set, of living branches, of
/// records and of content. Pure.</summary>
internal static class ImpliedTags
{
    public static ImmutableHashSet<Tag> OfFamily(PruneFacts facts) =>
    [
        .. OfSets(facts),
        .. facts.Records.Values.Select(record => record.Tag),
        .. facts.Records.Values.Where(record => record.Commit is not null).Select(record => HistoryTag.Of(record.Tag, record.Commit!).Tag),
    ];

    public static ImmutableHashSet<Tag> OfImage(PruneFacts facts, ImageReference repository)
    {
        var recorded = facts.Recorded.ImagesIn(repository);
        return
        [
            .. OfSets(facts).Concat(recorded.Select(named => named.Record.Tag)).Distinct()
                .SelectMany(set => facts.TagsIn(repository, set)),
            .. recorded.Select(named => named.Image.Fingerprint?.ContentTag).OfType<Tag>(),
            .. recorded.Count == 0 ? []
                : facts.Family.Tags.Where(tag => facts.Records.ContainsKey(tag.Digest) && !HistoryTag.TryParse(tag.Tag, out _))
                .Select(tag => tag.Tag),
        ];
    }

    /// <summary>The content tag that an image's own label names; null where it names none.</summary>
    public static Tag? OfLabels(ManifestFacts manifest) =>
        Fingerprint.TryParse(manifest.Labels.GetValueOrDefault(ImageLabels.Fingerprint), out var fingerprint) ? fingerprint.ContentTag
            : null;

    private static IEnumerable<Tag> OfSets(PruneFacts facts) =>
        [.. facts.Settings.DefaultTags, .. facts.Live.Branches.SelectMany(branch => TagSet.For(branch, facts.Settings).All)];
}
