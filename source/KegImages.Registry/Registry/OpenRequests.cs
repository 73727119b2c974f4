namespace KegImages.Registry;

/// <summary>The requests that are not answered yet, for a person who waits.</summary>
/// <param name="clock">The clock.</param>
public sealed class OpenRequests(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(string What, long Begun)> open = [];

    /// <summary>Is told that one begins.</summary>
    internal Action? Begun { get; set; }

    /// <summary>The oldest with its time, and how many there are beside it; null where there is none.</summary>
    public string? ToText()
    {
        lock (gate)
        {
            if (open.First is not { Value: var oldest })
                return null;
            var others = open.Count - 1;
            return $"{oldest.What} for {Human.Duration(clock.GetElapsedTime(oldest.Begun))}"
                + (others == 0 ? "" : $", and {others} more {(others == 1 ? "request" : "requests")}");
        }
    }

    /// <summary>Takes in that a request is sent: it is open until the result is disposed.</summary>
    /// <param name="what">What it does: <c>reading ghcr.io/acme/tap:develop</c>.</param>
    internal IDisposable Begin(string what)
    {
        Begun?.Invoke();
        lock (gate)
            return new Open(this, open.AddLast((what, clock.GetTimestamp())));
    }

    private sealed class Open(OpenRequests all, LinkedListNode<(string What, long Begun)> node) : IDisposable
    {
        public void Dispose()
        {
            lock (all.gate)
            {
                if (node.List is not null)
                    all.open.Remove(node);
            }
        }
    }
}
