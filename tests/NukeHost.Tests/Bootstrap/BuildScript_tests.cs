using System.Text.RegularExpressions;

namespace Nuke.Common.Tests.Bootstrap;

[Collection(Checkout.Lane)]
[Trait("needs", "a compiler")]
public sealed class BuildScript_tests(Checkout checkout) : IClassFixture<Checkout>
{
    private const string Compiling = "Compiling build/ …\n";

    [Fact]
    public async Task It_compiles_once_and_then_runs_from_any_folder_by_any_path()
    {
        checkout.Say("one");
        var first = await checkout.RunAsync("a b", "--c");
        first.ShouldBe(new(0, $"one in {checkout[""].TrimEnd('/')}: a b|--c\n", Compiling));

        (await checkout.RunAsync("fail")).ShouldBe(new(2, $"one in {checkout[""].TrimEnd('/')}: fail\n", ""));
        (await checkout.RunAsync(checkout["build.sh"], [], "/")).ShouldBe(new(0, "one in /: \n", ""));
        (await checkout.RunAsync("build.sh", ["x"])).Out.ShouldEndWith(": x\n");
        (await checkout.RunAsync(checkout["build.cmd"], ["x"], "/")).ShouldBe(new(0, "one in /: x\n", ""));

        foreach (var (link, target) in new[] { ("linked.sh", "build.sh"), ("source/deep.sh", "../linked.sh"),
            ("absolute.sh", checkout["source/deep.sh"]) })
        {
            File.CreateSymbolicLink(checkout[link], target);
            (await checkout.RunAsync(checkout[link], ["x"], "/")).ShouldBe(new(0, "one in /: x\n", ""));
        }
    }

    [Fact]
    public async Task While_it_compiles_it_says_again_and_again_how_far_that_is_and_nothing_of_it_stays_behind()
    {
        checkout.Say("alive");
        var run = await checkout.RunAsync(checkout["build.sh"], [], null, new() { ["KEG_SIGN_OF_LIFE"] = "0.3" });

        run.Out.ShouldStartWith("alive");
        var lines = run.Error.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe(Compiling.TrimEnd('\n'));
        lines[1..].ShouldNotBeEmpty();
        lines[1..].ShouldAllBe(line => Regex.IsMatch(line,
            @"^Compiling build/: (restoring packages, and the first project|1 project so far, _build the last|ahead of time, \d+ "
                + @"assemblies so far) \(\d+ s\)$"));
    }

    [Fact]
    public async Task Any_difference_in_a_source_counts_one_that_sets_times_back_too()
    {
        checkout.Say("old");
        (await checkout.RunAsync()).Out.ShouldStartWith("old");
        File.SetLastWriteTimeUtc(checkout["build/Program.cs"], DateTime.UtcNow.AddYears(-1));
        (await checkout.RunAsync()).Error.ShouldBe(Compiling);
        (await checkout.RunAsync()).Error.ShouldBeEmpty();

        checkout.Say("new");
        File.SetLastWriteTimeUtc(checkout["build/Program.cs"], DateTime.UtcNow.AddYears(-2));
        (await checkout.RunAsync()).Out.ShouldStartWith("new");
        File.WriteAllText(checkout["source/Other.cs"], "");
        (await checkout.RunAsync()).Error.ShouldBe(Compiling);
        File.Delete(checkout["source/Other.cs"]);
        (await checkout.RunAsync()).Error.ShouldBe(Compiling);
    }

    [Fact]
    public async Task What_the_other_script_compiled_serves_as_long_as_its_list_says_the_same_of_every_source()
    {
        checkout.Say("other");
        (await checkout.RunAsync()).Error.ShouldBe(Compiling);
        ForgetOwnList();
        (await checkout.RunAsync()).ShouldBe(new(0, $"other in {checkout[""].TrimEnd('/')}: \n", ""));
        (await checkout.RunAsync()).Error.ShouldBeEmpty();

        ForgetOwnList();
        checkout.Say("mine!");
        (await checkout.RunAsync()).ShouldBe(new(0, $"mine! in {checkout[""].TrimEnd('/')}: \n", Compiling));
    }

    [Fact]
    public async Task A_compile_error_is_printed_as_the_compiler_says_it_and_the_next_run_works()
    {
        File.WriteAllText(checkout["build/Program.cs"], "int x = \"no\";");
        var run = await checkout.RunAsync();
        run.ExitCode.ShouldBe(1);
        run.Out.ShouldBeEmpty();
        run.Error.Split('\n').Length.ShouldBe(3, run.Error);
        run.Error.ShouldStartWith($"{Compiling}{checkout["build/Program.cs"]}(1,9): error CS0029: ");
        checkout.Say("mended");
        (await checkout.RunAsync()).Out.ShouldStartWith("mended");
    }

    [Fact(Explicit = true)]
    public async Task Two_at_the_same_time_compile_once()
    {
        checkout.Say("both");
        var runs = await Task.WhenAll(checkout.RunAsync(), checkout.RunAsync(), checkout.RunAsync());
        runs.ShouldAllBe(run => run.ExitCode == 0 && run.Out.StartsWith("both"));
        runs.Count(run => run.Error == Compiling).ShouldBe(1);
    }

    [Fact(Explicit = true)]
    public async Task Without_flock_a_lock_whose_owner_is_gone_is_taken_over()
    {
        checkout.Say("alone");
        var dead = checkout[".nuke/temp/build/embedded/lock.d"];
        Directory.CreateDirectory(dead);
        File.WriteAllText(Path.Combine(dead, "owner"), "4194305");
        var programs = checkout.ProgramsWithout("flock");
        var variables = new Dictionary<string, string> { ["PATH"] = programs,
            ["DOTNET_ROOT"] = Path.GetDirectoryName(Checkout.DotNet)! };
        var runs = await Task.WhenAll(checkout.RunAsync(checkout["build.sh"], [], null, variables),
            checkout.RunAsync(checkout["build.sh"], [], null, variables));
        runs.ShouldAllBe(run => run.ExitCode == 0 && run.Out.StartsWith("alone"));
        runs.Count(run => run.Error == Compiling).ShouldBe(1);
        Directory.Exists(dead).ShouldBeFalse();
    }

    [Fact(Explicit = true)]
    public async Task Without_dotnet_the_version_of_global_json_is_installed()
    {
        checkout.Say("installed");
        var installer = checkout["install.sh"];
        File.WriteAllText(installer, $"""
            echo "$@" > "{checkout["installed with"]}"
            mkdir -p "$4"
            ln -s "{Checkout.DotNet}" "$4/dotnet"
            """);
        var variables = new Dictionary<string, string> { ["PATH"] = checkout.ProgramsWithout(), ["DOTNET_ROOT"] = "",
            ["DOTNET_INSTALL_SCRIPT"] = "file://" + installer.Replace(" ", "%20") };
        var run = await checkout.RunAsync(checkout["build.sh"], [], null, variables);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldStartWith("installed");
        run.Error.ShouldMatch(@"^Installing the \.NET SDK 10\.0\.\d+ into \.nuke/temp/sdk …\nCompiling build/ …\n$");
        File.ReadAllText(checkout["installed with"])
            .ShouldMatch($@"^--version 10\.0\.\d+ --install-dir {checkout[".nuke/temp/sdk"]} --no-path\n$");
    }

    [Fact]
    public async Task Without_dotnet_and_network_the_error_says_what_to_do()
    {
        checkout.Say("never");
        Directory.CreateDirectory(checkout[".nuke/temp"]);
        if (Directory.Exists(checkout[".nuke/temp/sdk"]))
            Directory.Delete(checkout[".nuke/temp/sdk"], recursive: true);
        var variables = new Dictionary<string, string> { ["PATH"] = checkout.ProgramsWithout(), ["DOTNET_ROOT"] = "",
            ["DOTNET_INSTALL_SCRIPT"] = "file:///nowhere/dotnet-install.sh" };
        var run = await checkout.RunAsync(checkout["build.sh"], [], null, variables);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("could not be installed from file:///nowhere/dotnet-install.sh");
        run.Error.ShouldContain("https://dotnet.microsoft.com/download");
    }

    [Fact(Explicit = true)]
    public async Task Without_the_ahead_of_time_compiler_the_build_runs_all_the_same()
    {
        checkout.Say("plain");
        var targets = File.ReadAllText(checkout["build/ReadyToRun.targets"]);
        File.WriteAllText(checkout["build/ReadyToRun.targets"],
            targets.Replace("microsoft.netcore.app.crossgen2.", "microsoft.netcore.app.crossgen2.nowhere.", StringComparison.Ordinal));
        (await checkout.RunAsync()).ShouldBe(new(0, $"plain in {checkout[""].TrimEnd('/')}: \n", Compiling));
        File.WriteAllText(checkout["build/ReadyToRun.targets"], targets);
    }

    // As build.ps1 leaves a compilation behind: with its own list of sources alone.
    private void ForgetOwnList()
    {
        var state = checkout[".nuke/temp/build/embedded"];
        var output = Path.Combine(state, File.ReadLines(Path.Combine(state, "current")).First());
        File.Exists(Path.Combine(output, "sources.ps")).ShouldBeTrue();
        File.Delete(Path.Combine(output, "sources"));
    }
}
