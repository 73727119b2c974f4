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
    private RecordProgress record;

    private enum RecordProgress
    {
        None,
        Before,
        Begun,
        Written,
    }

    /// <summary>Whether a family record is written when all tags have moved.</summary>
    public bool HasRecord { init => record = value ? RecordProgress.Before : RecordProgress.None; }

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

    /// <summary>Takes in that the record is about to be put.</summary>
    public void BeginRecord() => Take(() => record = RecordProgress.Begun);

    /// <summary>Takes in that the record was read back under all its tags.</summary>
    public void EndRecord() => Take(() => record = RecordProgress.Written);

    /// <summary>How far it came, a line each, and that a rerun mends it.</summary>
    public IReadOnlyList<string> ToLines()
    {
        lock (oneAtATime)
        {
            if (moved.Count == 0 && begun.Count == 0 && (!isPlanned || waiting.Count > 0))
                return [$"no tag was moved{(record == RecordProgress.None ? "" : ", and the family record is as it was")}: run the same "
                    + "command again"];
            var isAllMoved = waiting.Count == 0 && begun.Count == 0;
            return
            [
                .. moved.Count == 0 ? []
                : new[] { isAllMoved ? $"all tags have moved: {Listed(moved)}" : $"moved before that: {Listed(moved)}" },
                .. moved.Count == 0 && isAllMoved ? ["all tags are in place"] : Array.Empty<string>(),
                .. begun.Count == 0 ? [] : new[] { $"may have moved, its request did not end well: {Listed(begun)}" },
                .. waiting.Count == 0 ? [] : new[] { $"not moved: {Listed(waiting)}" },
                .. record switch
                {
                    RecordProgress.Before => ["the family record was not written: it names the set before"],
                    RecordProgress.Begun => ["the family record is not written under all of its tags: where it is old it names the set "
                        + "before"],
                    RecordProgress.Written => ["the family record is written"],
                    _ => Array.Empty<string>(),
                },
                isAllMoved ? "run the same command again: it writes what is missing" : "run the same command again to move the rest",
            ];
        }
    }

    private static string Listed(IEnumerable<ImageReference> tags) =>
        string.Join(", ", tags.Select(tag => tag.ToString()).Order(StringComparer.Ordinal));

    private void Take(Action change)
    {
        lock (oneAtATime)
            change();
    }
}
