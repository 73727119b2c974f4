namespace KegImages.Records;

/// <summary>Which records there are, from the tags of the repository that they are in.</summary>
/// <param name="Tags">Its tags.</param>
public sealed record RecordNames(ImmutableArray<Tag> Tags)
{
    private const int ShortestCommit = 4;

    /// <summary>The tags that name a whole set, in order.</summary>
    public IEnumerable<Tag> Sets =>
        Tags.Where(tag => !HistoryTag.TryParse(tag, out _) && !Pruning.UnreachedList.IsOurs(tag)
            && !Pruning.RemovalId.TryParse(tag, out _));

    /// <summary>The records that are kept for their commits.</summary>
    public IEnumerable<HistoryTag> Kept =>
        Tags.Select(tag => HistoryTag.TryParse(tag, out var history) ? history : null).OfType<HistoryTag>();

    /// <summary>
    /// The kept records of commits that begin with, or are the beginning of, some hexadecimal digits; none where it is not at least four of
    /// them.
    /// </summary>
    public IEnumerable<HistoryTag> Of(string commit) => commit.Length >= ShortestCommit && commit.All(char.IsAsciiHexDigitLower)
        ? Kept.Where(history => history.Commit.StartsWith(commit, StringComparison.Ordinal)
        || commit.StartsWith(history.Commit, StringComparison.Ordinal))
        : [];

    /// <summary>The next step for one who asked for a tag that has no record: the tags that have one, the nearest name first.</summary>
    /// <param name="typed">What was asked for.</param>
    /// <param name="push">The push that would write the first record.</param>
    public string NextFor(string typed, string push)
    {
        var sets = Sets.Select(tag => tag.ToString()).ToList();
        if (sets.Count == 0)
            return $"no tag has one yet: a push writes the first: {push}";
        var nearest = Suggestion.Nearest(typed, sets);
        var others = Choices.Of(sets.Where(tag => tag != nearest));
        return $"tags that have one: {string.Join(", ", new[] { nearest, others }.Where(text => text is { Length: > 0 }))}";
    }
}
