using System.Runtime.CompilerServices;

namespace Nuke.Common.Tests.Bootstrap;

/// <summary>A stranger's build class in a project of its own, where a warning is an error.</summary>
[Collection(Checkout.Lane)]
[Trait("needs", "a compiler")]
public sealed class StrangerProject_tests : IDisposable
{
    private readonly Checkout checkout = new();

    public void Dispose() => checkout.Dispose();

    [Fact(Explicit = true)]
    public async Task It_compiles_against_the_host_and_runs()
    {
        checkout.TakeTheRealBuild();
        foreach (var file in Directory.GetFiles(checkout["build"], "*.cs").Append(checkout["build/packages.lock.json"]))
            File.Delete(file);
        checkout.WriteProject("<Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            "  <ItemGroup><ProjectReference Include=\"../source/NukeHost/NukeHost.csproj\" /></ItemGroup>");
        File.Copy(Source(), checkout["build/Build.cs"]);
        File.WriteAllText(checkout["build/Program.cs"], "return Nuke.Common.Tests.Running.Stranger.Start();");
        Directory.CreateDirectory(checkout[".nuke"]);

        var run = await checkout.RunAsync("--configuration", "debug");

        run.ExitCode.ShouldBe(0, run.Error);
        Execution.Stranger_tests.Done(run.Out).ShouldBe(["did Restore, as it was", "did Compile Debug --warn", "did Pack"]);
        (await checkout.RunAsync(":complete", "Publish --nuget-")).Out.ShouldBe("--nuget-api-key\n--nuget-source\n");
    }

    private static string Source([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "../Running/Stranger.cs");
}
