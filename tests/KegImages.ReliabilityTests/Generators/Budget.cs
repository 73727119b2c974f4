using System.Diagnostics;
using System.Globalization;
using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>What a reader may cost for one input, and how it may end.</summary>
internal static class Budget
{
    /// <summary>What is said of a reader that never ends.</summary>
    public const string Lost = "does not come back";

    private const long Bytes = 64 * 1024 * 1024;
    private const int Tries = 6;
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(100);

    private const string Schedule = "/proc/thread-self/schedstat";

    // Whoever backtracks does not come back by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with how a reader reads an input; null when nothing is.</summary>
    public static (FindingKind Kind, string Text)? Judge(Reader reader, byte[] input)
    {
        (FindingKind, string)? verdict = null;
        var reading = new Thread(() => verdict = Read(reader, input), maxStackSize: 1024 * 1024) { IsBackground = true };
        reading.Start();
        return reading.Join(Patience) ? verdict : (FindingKind.Hang, $"{reader} {Lost}");
    }

    private static (FindingKind, string)? Read(Reader reader, byte[] input)
    {
        var quickest = TimeSpan.MaxValue;
        // Others use this machine too: what is quick once is quick.
        for (var i = 0; i < Tries && quickest > Time; i++)
        {
            var (start, before) = (ProcessorTime(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                reader.Read(input);
            }
            catch (Exception exception) when (exception is WrongUseException or FailedException)
            {
                if (string.IsNullOrWhiteSpace(exception.Message))
                    return (FindingKind.Wrong, $"{reader} refuses it and says nothing");
            }
            catch (Exception exception)
            {
                return (FindingKind.Crash, $"{reader}: {exception}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > Bytes)
                return (FindingKind.Hang, $"{reader} allocates {allocated / 1024 / 1024} MiB for {input.Length} bytes");
            if (ProcessorTime() - start is var elapsed && elapsed < quickest)
                quickest = elapsed;
        }

        return quickest > Time ? (FindingKind.Hang, $"{reader} takes {quickest.TotalMilliseconds:0} ms for {input.Length} bytes") : null;
    }

    /// <summary>What this thread alone took of a processor, where the kernel says it; else the time that has passed.</summary>
    public static TimeSpan ProcessorTime() => File.Exists(Schedule)
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Schedule).Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0)
        : Stopwatch.GetElapsedTime(0);
}
