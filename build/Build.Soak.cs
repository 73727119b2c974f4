using System.Globalization;
using KegImages.Components;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("How long Soak runs, in minutes; 20 when not given", Name = "Minutes")]
    readonly int SoakMinutes = 20;

    [Parameter("Where the chance of a soak begins; another one each time when not given", Name = "Seed")]
    readonly int? SoakSeed;

    [Parameter("A script that a soak has written, to run it once more", Name = "Replay")]
    readonly string? SoakScript;

    [Usage(Project, "minutes seed replay", Writes = "output/soak", Refuses = "dry-run", Examples = ["Soak --minutes 20 --seed 7"])]
    Target Soak => _ => _
        .Description("Disturbs, kills and races runs on the private engine and registry for as long as asked, and counts broken promises")
        .DependsOn(Compile)
        .Executes(() =>
        {
            var project = RootDirectory / "tests" / "KegImages.ReliabilityTests";
            string[] seed = SoakSeed is { } given ? ["--seed", given.ToString(CultureInfo.InvariantCulture)] : [];
            string[] replay = SoakScript is { } script ? ["--replay", Path.GetFullPath(script)] : [];
            return DotNetAsync(
            [
                "run", "--no-build", "--project", project, "--", "soak", "--minutes", SoakMinutes.ToString(CultureInfo.InvariantCulture),
                "--output", RootDirectory / "output" / "soak", .. seed, .. replay,
            ]);
        });
}
