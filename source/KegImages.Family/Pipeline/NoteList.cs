namespace KegImages.Pipeline;

/// <summary>What a person should know of a run, each once, in the order in which it became known. Several threads may add to it.</summary>
internal sealed class NoteList
{
    private readonly Lock oneAtATime = new();
    private readonly List<string> all = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>All of them so far.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (oneAtATime)
                return [.. all];
        }
    }

    /// <summary>Keeps a note; does nothing when it is known already.</summary>
    public void Add(string text)
    {
        lock (oneAtATime)
        {
            if (known.Add(text))
                all.Add(text);
        }
    }
}
