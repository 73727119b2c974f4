using KegImages.Benchmarking;
using KegImages.Processes;
using Nuke.Common;
using Nuke.Common.IO;

sealed partial class Build
{
    [Parameter("How many images the benchmark's family has; 50 when not given", Name = "Images")]
    readonly int BenchmarkImages = 50;

    [Parameter("How often the benchmark runs each case; 7 when not given", Name = "Runs")]
    readonly int BenchmarkRuns = 7;

    Target Benchmark => _ => _
        .Description("Measures a generated family against docker buildx bake, on the private engine and registry")
#if !NUKE_PACKAGE
        .DependsOn(Native)
#endif
        .Executes(async () =>
        {
            var engine = await PrivateEngine.SetUpAsync(Console.WriteLine, Interrupted);
            var benchmark = new FamilyBenchmark(RootDirectory, engine, new ProcessRunner(), Console.WriteLine);
            var report = await benchmark.RunAsync(BenchmarkImages, BenchmarkRuns, Interrupted) with { IsNative = File.Exists(NativeProgram) };
            var output = (RootDirectory / "output").CreateDirectory();
            await File.WriteAllTextAsync(output / "benchmark.md", report.ToMarkdown(), Interrupted);
            await File.WriteAllTextAsync(output / "benchmark.json", report.ToJson(), Interrupted);
            Console.WriteLine(report.ToMarkdown());
        });
}
