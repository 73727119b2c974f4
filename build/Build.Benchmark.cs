using System.Globalization;
using KegImages.Components;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("How many images the benchmark's family has; 50 when not given", Name = "Images")]
    readonly int BenchmarkImages = 50;

    [Parameter("How often the benchmark runs each case; 7 when not given", Name = "Runs")]
    readonly int BenchmarkRuns = 7;

    [Parameter("How many images the one large family has that is published and planned instead; a tenth of it is measured first",
        Name = "PlanImages")]
    readonly int BenchmarkPlanImages;

    [Usage(Project, "images runs plan-images", Writes = "output/benchmark", Refuses = "dry-run", Examples = [
        "Benchmark --images 10 --runs 3", "Benchmark --plan-images 10000  # a plan and a publication of 1,000 and of 10,000 images"])]
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
                .. BenchmarkPlanImages > 0 ? ["plan", BenchmarkPlanImages.ToString(CultureInfo.InvariantCulture)]
                    : new[] { BenchmarkImages.ToString(CultureInfo.InvariantCulture),
                        BenchmarkRuns.ToString(CultureInfo.InvariantCulture) }.Concat(how),
            ]);
        });
}
