using System.Net;

namespace KegImages.Tests.Publishing;

/// <summary>
/// Lets several writers reach a registry one request at a time, in an order that a seed says: as soon as each of them waits for an answer,
/// one is let through.
/// Each may sleep for as long as it likes at any moment, unless it is said how often it is overtaken at most.
/// </summary>
internal sealed class Interleaving(int seed, int writers, int mostOvertaken = int.MaxValue, string where = "/keg-family/manifests/")
{
    private readonly Random random = new(seed);
    private readonly List<Waiting> waiting = [];
    private int active = writers;

    /// <summary>Holds a request until its turn; to be called by the registry.</summary>
    public void Hold(HttpListenerRequest request)
    {
        if (!request.Url!.AbsolutePath.Contains(where, StringComparison.Ordinal))
            return;
        var turn = new Waiting();
        lock (waiting)
        {
            waiting.Add(turn);
            Release();
        }

        turn.Come.Wait(TimeSpan.FromSeconds(20)).ShouldBeTrue("a writer never came back");
    }

    /// <summary>Runs a writer.</summary>
    public async Task RunAsync(Func<Task> writer)
    {
        try
        {
            await Task.Run(writer);
        }
        finally
        {
            lock (waiting)
            {
                active--;
                Release();
            }
        }
    }

    private void Release()
    {
        if (waiting.Count == 0 || waiting.Count < active)
            return;
        var next = waiting.Find(turn => turn.Overtaken >= mostOvertaken) ?? waiting[random.Next(waiting.Count)];
        waiting.Remove(next);
        waiting.ForEach(turn => turn.Overtaken++);
        next.Come.Set();
    }

    private sealed class Waiting
    {
        public ManualResetEventSlim Come { get; } = new();

        public int Overtaken { get; set; }
    }
}
