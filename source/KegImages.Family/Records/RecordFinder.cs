namespace KegImages.Records;

/// <summary>
/// Finds the family record that a person means, by tag or by commit; one request where the name is right, and a list of the choices where
/// it is not.
/// </summary>
/// <param name="Registries">The client.</param>
/// <param name="Provider">Where the family lives.</param>
/// <param name="Root">The repository that commits are named in.</param>
/// <param name="Commands">Runs git.</param>
public sealed record RecordFinder(RegistryClient Registries, Provider Provider, string Root, ICommandRunner Commands)
{
    private const int MostCommits = 10;
    private const int WidestSubject = 72;

    /// <summary>The command that would write a record, for messages.</summary>
    public string Push { get; init; } = $"{ThisProgram.Name} Push{ThisProgram.SameWorld}";

    private readonly FamilyRecordStore store = new(Registries);

    /// <summary>The record under a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="asked">The option and its value as typed, for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">There is none; the message lists the tags that have one.</exception>
    /// <exception cref="FailedException">There is something else, or a record of another version.</exception>
    public async Task<FamilyRecord> OfTagAsync(Tag tag, string asked, CancellationToken cancellationToken)
    {
        if (await ReadAsync(tag, cancellationToken) is { } record)
            return record;
        var names = await NamesAsync(cancellationToken);
        throw new WrongUseException($"{asked}: {Provider} has no family record of '{tag}'{DidYouMean(tag.ToString(), names)}",
            next: names.NextFor(tag.ToString(), Push));
    }

    /// <summary>The record of a commit under a tag.</summary>
    /// <param name="set">The tag.</param>
    /// <param name="commit">The commit: its id, at least four digits of it, or what git knows it by.</param>
    /// <param name="asked">The option and its value as typed, for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">There is none, or there are several; the message lists the commits that have one.</exception>
    /// <exception cref="FailedException">There is something else, or a record of another version.</exception>
    public async Task<FamilyRecord> OfCommitAsync(Tag set, string commit, string asked, CancellationToken cancellationToken)
    {
        var (names, found) = await KeptAsync(commit, cancellationToken);
        var ofSet = found.Where(history => history.IsOf(set)).ToList();
        if (ofSet.Count > 1)
            throw Ambiguous(asked, ofSet);
        return ofSet is [var one] && await ReadAsync(one.Tag, cancellationToken) is { } record && IsOf(record, commit)
            ? record
            : throw new WrongUseException($"{asked}: '{set}' has no family record of that commit",
                next: await CommitsAsync(set, names, cancellationToken));
    }

    /// <summary>The record that a tag or a commit names; a commit's under the given tag before that under any other.</summary>
    /// <param name="name">A tag or a commit.</param>
    /// <param name="set">The tag whose record of a commit is meant where several have one.</param>
    /// <param name="asked">The option and its value as typed, for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">There is none, or there are several; the message lists the choices.</exception>
    /// <exception cref="FailedException">There is something else, or a record of another version.</exception>
    public async Task<FamilyRecord> OfAsync(string name, Tag set, string asked, CancellationToken cancellationToken)
    {
        if (Tag.TryParse(name, out var tag) && await ReadAsync(tag, cancellationToken) is { } tagged)
            return tagged;
        var (names, found) = await KeptAsync(name, cancellationToken);
        var meant = found.Where(history => history.IsOf(set)).ToList() is { Count: > 0 } ofSet ? ofSet : found;
        if (meant.Count > 1)
            throw Ambiguous(asked, meant);
        return meant is [var one] && await ReadAsync(one.Tag, cancellationToken) is { } record && IsOf(record, name)
            ? record
            : throw new WrongUseException(
                $"{asked}: {Provider} has no family record of a tag or commit '{name}'{DidYouMean(name, names)}",
                next: $"{names.NextFor(name, Push)}{Environment.NewLine}  {await CommitsAsync(set, names, cancellationToken)}");
    }

    /// <summary>The tags that have a record, the nearest name first, as a next step for people.</summary>
    public async Task<string> TagsAsync(Tag tag, CancellationToken cancellationToken) =>
        (await NamesAsync(cancellationToken)).NextFor(tag.ToString(), Push);

    /// <summary>The commits whose records are kept under a tag, the newest first, as a next step for people.</summary>
    public async Task<string> CommitsAsync(Tag set, CancellationToken cancellationToken) =>
        await CommitsAsync(set, await NamesAsync(cancellationToken), cancellationToken);

    private async Task<FamilyRecord?> ReadAsync(Tag tag, CancellationToken cancellationToken) =>
        await store.GetAsync(Provider, tag, cancellationToken) switch
    {
        RecordFound found => found.Found,
        RecordUnreadable unreadable => throw new FailedException(unreadable.Reason),
        _ => null,
    };

    private async Task<RecordNames> NamesAsync(CancellationToken cancellationToken) =>
        new((await Registries.ListTagsAsync(FamilyRecordStore.RepositoryOf(Provider), cancellationToken)).Seen);

    private async Task<(RecordNames Names, List<HistoryTag> Found)> KeptAsync(string commit, CancellationToken cancellationToken)
    {
        var listing = NamesAsync(cancellationToken);
        var known = await NamedCommit.FindAsync(Root, commit, Commands, cancellationToken);
        var names = await listing;
        var found = known is null ? [] : names.Of(known.ToString()).ToList();
        // Another clone's commit, or one that this clone has forgotten, is found by its digits alone.
        return (names, found.Count > 0 ? found : [.. names.Of(commit)]);
    }

    // A tag keeps twelve digits of a commit: where more were typed, the record itself has to agree.
    private static bool IsOf(FamilyRecord record, string typed) =>
        typed.Length <= 12 || !typed.All(char.IsAsciiHexDigitLower)
            || record.Commit?.ToString().StartsWith(typed, StringComparison.Ordinal) == true;

    private static string DidYouMean(string typed, RecordNames names) =>
        Suggestion.DidYouMean(typed, names.Sets.Select(tag => tag.ToString()));

    private static WrongUseException Ambiguous(string asked, IEnumerable<HistoryTag> found) =>
        new($"{asked}: several family records are meant", next: $"say which: {Choices.Of(found.Select(history => history.ToString()))}");

    private async Task<string> CommitsAsync(Tag set, RecordNames names, CancellationToken cancellationToken)
    {
        var kept = names.Kept.Where(history => history.IsOf(set)).Select(history => history.Commit)
            .ToImmutableSortedSet(StringComparer.Ordinal);
        if (kept.IsEmpty)
            return $"'{set}' has a record of no commit yet: a push writes the first: {Push}";
        var known = (await NamedCommit.RecentAsync(Root, Commands, cancellationToken)).Where(commit =>
            kept.Contains(commit.Commit.Abbreviated)).ToList();
        var rows = known.Select(commit => new[] { commit.Commit.Abbreviated, commit.Day, Columns.Fit(commit.Subject, WidestSubject) })
            .Concat(kept.Except(known.Select(commit => commit.Commit.Abbreviated))
            .Select(commit => new[] { commit, "", "not in this clone" }))
            .Take(MostCommits).ToList();
        var more = kept.Count > rows.Count ? $" ({kept.Count - rows.Count} more)" : "";
        return string.Join(Environment.NewLine,
            Columns.Table(rows).Select(line => "    " + line).Prepend($"commits of '{set}' that have one, the newest first{more}:"));
    }
}
