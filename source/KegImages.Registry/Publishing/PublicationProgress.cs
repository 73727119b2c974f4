namespace KegImages.Publishing;

/// <summary>
/// How far a publication has come: which tags have moved, which have not, and whether the family record says so. Several threads may tell
/// it.
/// </summary>
internal sealed class PublicationProgress
{
    private readonly Lock oneAtATime = new();
    private readonly HashSet<ImageReference> waiting = [];
    private readonly HashSet<ImageReference> begun = [];
    private readonly HashSet<ImageReference> moved = [];
    private bool isPlanned;
    private readonly ImmutableArray<Provider> providers = [];
    private readonly Dictionary<Provider, RecordProgress> records = [];

    private enum RecordProgress
    {
        Before,
        Begun,
        Written,
    }

    /// <summary>The providers whose family records are written when all tags have moved.</summary>
    public ImmutableArray<Provider> Records { init => providers = value; }

    /// <summary>Does a part of the publication; where that ends early, the exception says how far it came.</summary>
    public Task<T> WatchAsync<T>(Func<Task<T>> part) => LastLines.AddedAsync(part, ToLines);

    /// <summary>The exception that ended a part, with how far that came; null where it says so already.</summary>
    public Exception? AddedTo(Exception exception) => LastLines.AddedTo(exception, ToLines);

    /// <summary>Takes in which tags have to move.</summary>
    public void Plan(IEnumerable<ImageReference> tags) => Take(() =>
    {
        isPlanned = true;
        waiting.UnionWith(tags);
    });

    /// <summary>Takes in that a tag is about to be put.</summary>
    public void Begin(ImageReference tag) => Take(() =>
    {
        waiting.Remove(tag);
        begun.Add(tag);
    });

    /// <summary>Takes in that a tag was read back where it was put.</summary>
    public void End(ImageReference tag) => Take(() =>
    {
        begun.Remove(tag);
        moved.Add(tag);
    });

    /// <summary>Takes in that a provider's record is about to be put.</summary>
    public void BeginRecord(Provider provider) => Take(() => records[provider] = RecordProgress.Begun);

    /// <summary>Takes in that a provider's record was read back under all its tags.</summary>
    public void EndRecord(Provider provider) => Take(() => records[provider] = RecordProgress.Written);

    /// <summary>How far it has come, as a clause.</summary>
    public string ToText()
    {
        lock (oneAtATime)
        {
            var left = waiting.Count + begun.Count;
            return !isPlanned ? "every check comes before the first tag"
                : left > 0 ? $"{moved.Count} of {moved.Count + left} tags have moved" : "all tags have moved, and the record follows";
        }
    }

    /// <summary>How far it came, a line each, and that a rerun mends it.</summary>
    public IReadOnlyList<string> ToLines()
    {
        lock (oneAtATime)
        {
            if (moved.Count == 0 && begun.Count == 0 && (!isPlanned || waiting.Count > 0))
                return [$"no tag was moved{(providers.IsEmpty ? "" : ", and the family record is as it was")}: run the same "
                    + "command again"];
            var isAllMoved = waiting.Count == 0 && begun.Count == 0;
            return
            [
                .. moved.Count == 0 ? []
                : new[] { isAllMoved ? $"all tags have moved: {Listed(moved)}" : $"moved before that: {Listed(moved)}" },
                .. moved.Count == 0 && isAllMoved ? ["all tags are in place"] : Array.Empty<string>(),
                .. begun.Count == 0 ? [] : new[] { $"may have moved, its request did not end well: {Listed(begun)}" },
                .. waiting.Count == 0 ? [] : new[] { $"not moved: {Listed(waiting)}" },
                .. providers.Select(Recorded),
                isAllMoved ? "run the same command again: it writes what is missing" : "run the same command again to move the rest",
            ];
        }
    }

    // Of several, each is named.
    private string Recorded(Provider provider)
    {
        var record = $"the family record{(providers.Length > 1 ? $" of {provider}" : "")}";
        return records.GetValueOrDefault(provider) switch
        {
            RecordProgress.Begun => $"{record} is not written under all of its tags: where it is old it names the set before",
            RecordProgress.Written => $"{record} is written",
            _ => $"{record} was not written: it names the set before",
        };
    }

    private static string Listed(IEnumerable<ImageReference> tags) =>
        string.Join(", ", tags.Select(tag => tag.ToString()).Order(StringComparer.Ordinal));

    private void Take(Action change)
    {
        lock (oneAtATime)
            change();
    }
}
