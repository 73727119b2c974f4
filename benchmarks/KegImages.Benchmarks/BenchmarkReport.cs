using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KegImages.Benchmarking;

/// <summary>What a benchmark measured, its goals beside it.</summary>
/// <param name="Images">How many images the families have.</param>
/// <param name="Runs">How often each case was run; the numbers are medians.</param>
/// <param name="Cases">The cases, those of the family without RUN steps first.</param>
/// <param name="Planning">Planning alone.</param>
public sealed record BenchmarkReport(int Images, int Runs, ImmutableArray<CaseReport> Cases, ImmutableArray<PlanReportRow> Planning)
{
    private static readonly string[] Heads =
    [
        "case", "ours", "bake", "ours ÷ bake", "in each run", "goal", "", "requests ours / bake", "goal", "",
        "client CPU ours / bake", "engine CPU ours / bake", "peak memory ours / bake",
    ];

    /// <summary>How many processors the machine has.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether <c>build.sh</c> started machine code.</summary>
    public bool IsNative { get; init; }

    /// <summary>The report for machines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.BenchmarkReport) + "\n";

    /// <summary>The report for people.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"# {Images} images, {Runs} {(Runs == 1 ? "run" : "runs, medians")}, {Processors} processors").AppendLine();
        text.AppendLine($"Ours is `./build.sh "
            + $"Push`{(IsNative ? " after `./build.sh Native`" : ", its build not compiled to machine code")}, bake is `docker buildx "
            + "bake --push` with linked targets: equal families, one engine and one registry, one after the other in each case.");
        text.AppendLine("\"In each run\" is the least and the most that ours took of what bake took in one run: far apart, the machine "
            + "had other work.");
        text.AppendLine("Engine CPU counts engine, builder and registry until they are idle again, which each run waits for; requests "
            + "are lines of the registry's access log; memory is what the tool and all that it started had resident at one time.");
        foreach (var variant in Cases.GroupBy(one => one.HasRun))
        {
            text.AppendLine().AppendLine(variant.Key ? "## Images with a RUN step" : "## Images of COPY steps alone").AppendLine();
            AddTable(text, Heads, variant.Select(one => one.Cells));
            foreach (var one in variant.Where(one => one.Evidence.Length > 0))
                text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"- {one.Case}: {one.Evidence}.");
        }

        text.AppendLine().AppendLine("## Planning alone").AppendLine();
        AddTable(text, ["images", "time", "again, with the stat cache", "goal", "", "memory", "goal", ""],
            Planning.Select(row => row.Cells));
        return text.ToString();
    }

    private static void AddTable(StringBuilder text, IReadOnlyList<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        AddRow(heads);
        AddRow(heads.Select(_ => "---"));
        foreach (var row in rows)
            AddRow(row);

        void AddRow(IEnumerable<string> cells) => text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |");
    }
}

/// <summary>How long it took to plan a family.</summary>
/// <param name="Images">How many images it has.</param>
/// <param name="SecondsGoal">The most seconds that it may take.</param>
/// <param name="Seconds">What the first plan took, every file read.</param>
/// <param name="SecondsAgain">What the second plan took.</param>
/// <param name="MegabytesGoal">The most mebibytes that it may need; null where none is set.</param>
/// <param name="Megabytes">The mebibytes that it had resident at one time.</param>
public sealed record PlanReportRow(int Images, double SecondsGoal, double Seconds, double SecondsAgain, double? MegabytesGoal,
    double Megabytes)
{
    internal IEnumerable<string> Cells =>
    [
        Images.ToString(CultureInfo.InvariantCulture),
        Number(Seconds, "s"),
        Number(SecondsAgain, "s"),
        "≤ " + Number(SecondsGoal, "s"),
        Seconds <= SecondsGoal ? "reached" : "**missed**",
        Number(Megabytes, "MiB"),
        MegabytesGoal is { } most ? "≤ " + Number(most, "MiB") : "",
        MegabytesGoal is null ? "" : Megabytes <= MegabytesGoal ? "reached" : "**missed**",
    ];

    private static string Number(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.0#} {unit}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BenchmarkReport))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
