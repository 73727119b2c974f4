using System.Collections.Immutable;
using System.Globalization;

namespace KegImages.Benchmarking;

/// <summary>One case of one family, both tools side by side.</summary>
public sealed record CaseReport
{
    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>Whether the images have RUN steps.</summary>
    public required bool HasRun { get; init; }

    /// <summary>Wall clock of ours, seconds.</summary>
    public required double OursSeconds { get; init; }

    /// <summary>Wall clock of bake, seconds.</summary>
    public required double BakeSeconds { get; init; }

    /// <summary>The most that ours may take of what bake takes; null where time is not the point.</summary>
    public double? RatioGoal { get; init; }

    /// <summary>The most seconds that ours may take; null where only the ratio counts.</summary>
    public double? SecondsGoal { get; init; }

    /// <summary>Requests that ours made the registry answer.</summary>
    public required int OursRequests { get; init; }

    /// <summary>Requests that bake made the registry answer.</summary>
    public required int BakeRequests { get; init; }

    /// <summary>Whether there is a goal of requests.</summary>
    public bool ComparesRequests { get; init; }

    /// <summary>The most requests of ours; null for fewer than bake.</summary>
    public int? RequestGoal { get; init; }

    /// <summary>Processor time of ours with all that it started, seconds.</summary>
    public required double OursClientCpu { get; init; }

    /// <summary>Processor time of bake with all that it started, seconds.</summary>
    public required double BakeClientCpu { get; init; }

    /// <summary>Processor time of engine and registry during ours, seconds.</summary>
    public required double OursEngineCpu { get; init; }

    /// <summary>Processor time of engine and registry during bake, seconds.</summary>
    public required double BakeEngineCpu { get; init; }

    /// <summary>The most bytes that ours and all that it started had resident at one time.</summary>
    public required long OursPeakMemory { get; init; }

    /// <summary>The most bytes that bake and all that it started had resident at one time.</summary>
    public required long BakePeakMemory { get; init; }

    /// <summary>What was seen beside the numbers.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>What ours took of what bake took, medians both.</summary>
    public double Ratio => OursSeconds / BakeSeconds;

    /// <summary>
    /// What ours took of what bake took in each run, in their order: how far they are apart tells how quiet the machine was.
    /// </summary>
    public required ImmutableArray<double> RunRatios { get; init; }

    /// <summary>Whether the goals of time are reached; null where there is none.</summary>
    public bool? IsFastEnough => RatioGoal is null ? null : Ratio <= RatioGoal && !(OursSeconds > SecondsGoal);

    /// <summary>Whether the goal of requests is reached; null where there is none.</summary>
    public bool? HasFewRequests => !ComparesRequests ? null : RequestGoal is { } most ? OursRequests <= most : OursRequests < BakeRequests;

    internal static CaseReport Of(BenchmarkCase situation, bool hasRun, IReadOnlyCollection<Measurement> oursRuns,
        IReadOnlyCollection<Measurement> bakeRuns, string evidence)
    {
        var (ours, bake) = (Measurement.Median(oursRuns), Measurement.Median(bakeRuns));
        return new()
        {
            Case = situation.Name,
            HasRun = hasRun,
            RatioGoal = hasRun ? situation.RunGoal : situation.CopyGoal,
            SecondsGoal = situation.SecondsGoal,
            ComparesRequests = situation.ComparesRequests,
            RequestGoal = situation.RequestGoal,
            OursSeconds = ours.Seconds,
            BakeSeconds = bake.Seconds,
            RunRatios = [.. oursRuns.Zip(bakeRuns, (one, other) => one.Seconds / other.Seconds)],
            OursRequests = ours.Requests,
            BakeRequests = bake.Requests,
            OursClientCpu = ours.ClientCpu,
            BakeClientCpu = bake.ClientCpu,
            OursEngineCpu = ours.EngineCpu,
            BakeEngineCpu = bake.EngineCpu,
            OursPeakMemory = ours.PeakMemory,
            BakePeakMemory = bake.PeakMemory,
            Evidence = evidence,
        };
    }

    internal IEnumerable<string> Cells =>
    [
        Case,
        Seconds(OursSeconds),
        Seconds(BakeSeconds),
        Number(Ratio),
        $"{Number(RunRatios.Min())} – {Number(RunRatios.Max())}",
        RatioGoal is { } goal ? $"≤ {Number(goal)}{(SecondsGoal is { } most ? $" and ≤ {Seconds(most)}" : "")}" : "",
        Verdict(IsFastEnough),
        $"{OursRequests} / {BakeRequests}",
        !ComparesRequests ? "" : RequestGoal is { } few ? $"≤ {few}" : "fewer",
        Verdict(HasFewRequests),
        $"{Seconds(OursClientCpu)} / {Seconds(BakeClientCpu)}",
        $"{Seconds(OursEngineCpu)} / {Seconds(BakeEngineCpu)}",
        $"{OursPeakMemory >> 20} / {BakePeakMemory >> 20} MiB",
    ];

    private static string Verdict(bool? isReached) => isReached switch { true => "reached", false => "**missed**", null => "" };

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    private static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
