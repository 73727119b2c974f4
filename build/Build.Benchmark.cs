using System.Globalization;
using KegImages.Components;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("How many images the benchmark's family has; 50 when not given", Name = "Images")]
    readonly int BenchmarkImages = 50;

    [Parameter("How often the benchmark runs each case; 7 when not given", Name = "Runs")]
    readonly int BenchmarkRuns = 7;

    [Usage(Project, "images runs", Writes = "output/benchmark", Refuses = "dry-run", Examples = ["Benchmark --images 10 --runs 3"])]
    Target Benchmark => _ => _
        .Description("Measures a generated family against docker buildx bake, on the private engine and registry")
#if !NUKE_PACKAGE
        .DependsOn(Native)
#endif
        .DependsOn(Compile)
        .Executes(() =>
        {
            string[] how = File.Exists(NativeProgram) ? ["native"] : [];
            return DotNetAsync(
            [
                "run", "--no-build", "--project", RootDirectory / "benchmarks" / "KegImages.Benchmarks", "--", RootDirectory,
                BenchmarkImages.ToString(CultureInfo.InvariantCulture), BenchmarkRuns.ToString(CultureInfo.InvariantCulture), .. how,
            ]);
        });
}
