namespace KegImages.Benchmarking;

/// <summary>What one run of one tool took.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Seconds">Wall clock.</param>
/// <param name="ClientCpu">Seconds of processor time of the tool and all that it started.</param>
/// <param name="EngineCpu">Seconds of processor time of engine, builder and registry from its start until they are idle again.</param>
/// <param name="Requests">Requests that the registry answered, by its access log.</param>
/// <param name="PeakMemory">The most bytes that the tool and all that it started had resident at one time, looked at up to twenty times a
/// second.</param>
internal sealed record Measurement(int ExitCode, double Seconds, double ClientCpu, double EngineCpu, int Requests, long PeakMemory)
{
    /// <summary>What it wrote, for evidence; not reported.</summary>
    public string Output { get; init; } = "";

    /// <summary>The median of each number over several runs.</summary>
    public static Measurement Median(IReadOnlyCollection<Measurement> runs) => new(
        runs.Max(run => run.ExitCode),
        Middle(runs.Select(run => run.Seconds)),
        Middle(runs.Select(run => run.ClientCpu)),
        Middle(runs.Select(run => run.EngineCpu)),
        (int)Math.Round(Middle(runs.Select(run => (double)run.Requests))),
        (long)Middle(runs.Select(run => (double)run.PeakMemory)));

    /// <summary>The middle of some numbers; of an even count the mean of the two in the middle.</summary>
    public static double Middle(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
