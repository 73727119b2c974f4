using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Secrets;

/// <summary>Looks at the command lines of every process of the machine, again and again: what stands there everybody can read.</summary>
internal sealed class CommandLines : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<string, byte> seen = [];
    private readonly Task looking;

    public CommandLines() => looking = Task.Run(Look);

    /// <summary>All that was seen so far.</summary>
    public ImmutableArray<string> Seen => [.. seen.Keys];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await looking;
        ending.Dispose();
    }

    private void Look()
    {
        while (!ending.IsCancellationRequested)
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                try
                {
                    seen[File.ReadAllText(Path.Combine(folder, "cmdline"))] = 0;
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // It ended while it was looked at.
                }
            }

            // A sample every few milliseconds, on a thread of its own: there is nothing that could be waited for in its place.
            Thread.Sleep(5);
        }
    }
}
