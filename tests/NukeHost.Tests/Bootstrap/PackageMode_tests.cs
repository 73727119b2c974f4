using System.Diagnostics;

namespace Nuke.Common.Tests.Bootstrap;

/// <summary>How far NUKE itself is reached without NUKE: to the compiler, which an empty package leaves without its types.</summary>
[Collection(Checkout.Lane)]
[Trait("needs", "a compiler")]
public sealed class PackageMode_tests : IDisposable
{
    private readonly Checkout checkout = new();

    public void Dispose() => checkout.Dispose();

    [Fact(Explicit = true)]
    public async Task The_build_is_restored_and_meets_the_compiler()
    {
        checkout.TakeTheRealBuild();
        var before = Files();
        var variables = checkout.OfferEmptyNuke("10.1.0");

        var run = await checkout.RunAsync(checkout["build.sh"], ["--help"], null, variables);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Compiling build/ against NUKE …\n");
        run.Error.ShouldContain("error CS0246: The type or namespace name 'Nuke' could not be found");
        run.Error.ShouldNotContain("error NU");
        run.Error.ShouldNotContain("cannot be restored");
        File.ReadAllText(checkout[".nuke/temp/build/package/dotnet/package.lock.json"]).ShouldContain("\"Nuke.Common\"");
        Files().Except(before).ShouldBe(["nuget.config", "feed/Nuke.Common.10.1.0.nupkg"], ignoreOrder: true);
        foreach (var file in Directory.GetFiles(checkout["source"], "packages.lock.json", SearchOption.AllDirectories)
            .Append(checkout["build/packages.lock.json"]))
            File.ReadAllText(file).ShouldBe(File.ReadAllText(Path.Combine(Checkout.Repository, Path.GetRelativePath(checkout[""], file))));
    }

    [Fact(Explicit = true)]
    public async Task NUKE_finds_the_project_above_the_assembly()
    {
        var variables = checkout.OfferEmptyNuke("10.1.0");
        File.WriteAllText(checkout["build/Program.cs"], """
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (Directory.GetFiles(folder, "*.csproj") is [var project])
                {
                    Console.Write(project);
                    return;
                }
            }
            """);

        var run = await checkout.RunAsync(checkout["build.sh"], [], null, variables);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldStartWith(checkout[".nuke/temp/build/package/out-"]);
        run.Out.ShouldEndWith("/_build.csproj");
        var start = new ProcessStartInfo(Checkout.DotNet, ["msbuild", run.Out, "-getProperty:ArtifactsPath", "-getItem:PackageReference",
            "-p:NukeSource=package", "-p:NukeVersion=10.1.0", "-nologo"]) { RedirectStandardOutput = true };
        using var project = Process.Start(start)!;
        (await project.StandardOutput.ReadToEndAsync()).ShouldContain("\"Identity\": \"Nuke.Common\"");
    }

    [Fact(Explicit = true)]
    public async Task Without_NUKE_it_says_so_in_one_sentence_and_touches_nothing()
    {
        var before = Files();
        var variables = new Dictionary<string, string> { ["KEG_NUKE"] = "package", ["NUKE_VERSION"] = "9999.0.0" };

        var run = await checkout.RunAsync(checkout["build.sh"], [], null, variables);

        run.ExitCode.ShouldBe(1);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].ShouldHaveSingleItem()
            .ShouldContain("KEG_NUKE=package needs Nuke.Common 9999.0.0, which cannot be restored");
        Files().ShouldBe(before);
        (await checkout.RunAsync(checkout["build.sh"], [], null, new() { ["KEG_NUKE"] = "pakage" })).ShouldBe(new(2, "",
            "KEG_NUKE is 'pakage': choose embedded or package\n"));
    }

    [Fact(Explicit = true)]
    public async Task What_else_NuGet_says_is_printed_as_it_says_it()
    {
        var variables = checkout.OfferEmptyNuke("10.1.0");
        File.WriteAllText(checkout["nuget.config"],
            "<configuration><packageSources><clear /><add key=\"gone\" value=\"nowhere\" /></packageSources></configuration>");

        var run = await checkout.RunAsync(checkout["build.sh"], [], null, variables);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error NU1301: ");
        run.Error.ShouldNotContain("cannot be restored");
    }

    private string[] Files() =>
    [
        .. Directory.GetFiles(checkout[""], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(checkout[""], file))
            .Where(file => !file.StartsWith(".nuke/temp", StringComparison.Ordinal) && !file.StartsWith("packages/",
                StringComparison.Ordinal)).Order(),
    ];
}
