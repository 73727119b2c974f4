namespace Nuke.Common.Tests.Bootstrap;

/// <summary>build.ps1 and the completion of docs/nuke.md, run by a real PowerShell in a checkout whose path has a space.</summary>
[Collection(Checkout.Lane)]
[Trait("needs", "a compiler")]
public sealed class PowerShell_tests(Checkout checkout, PowerShell shell) : IClassFixture<Checkout>, IClassFixture<PowerShell>
{
    private const string Compiling = "Compiling build/ …\n";

    [Fact(Explicit = true)]
    public async Task It_compiles_once_and_hands_every_word_over_as_it_is()
    {
        checkout.Say("one");
        var here = checkout[""].TrimEnd('/');
        string[] words = ["a b", "x;y", "it's", "$HOME", "a\"b", "ü", "", "@a", "--", "--list", "a", "b", "--tap=c", "--verbose", "-5"];

        (await RunAsync(words)).ShouldBe(new(0, $"one in {here}: {string.Join('|', words)}\n", Compiling));
        (await RunAsync("fail")).ShouldBe(new(2, $"one in {here}: fail\n", ""));
        (await shell.RunAsync("/", checkout["build.ps1"], "x")).ShouldBe(new(0, "one in /: x\n", ""));
    }

    [Fact(Explicit = true)]
    public async Task What_either_script_compiled_serves_both_and_a_source_set_back_between_them_counts()
    {
        checkout.Say("aaa");
        var program = checkout["build/Program.cs"];
        var written = DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(program, written);
        (await checkout.RunAsync()).Error.ShouldBe(Compiling);
        (await RunAsync()).ShouldBe(new(0, $"aaa in {checkout[""].TrimEnd('/')}: \n", ""));

        checkout.Say("bbb");
        (await RunAsync()).ShouldBe(new(0, $"bbb in {checkout[""].TrimEnd('/')}: \n", Compiling));
        (await checkout.RunAsync()).ShouldBe(new(0, $"bbb in {checkout[""].TrimEnd('/')}: \n", ""));
        (await RunAsync()).Error.ShouldBeEmpty();

        // Older than all that was made of the text between: no compiler sees that by itself.
        checkout.Say("aaa");
        File.SetLastWriteTimeUtc(program, written);
        (await checkout.RunAsync()).ShouldBe(new(0, $"aaa in {checkout[""].TrimEnd('/')}: \n", Compiling));
    }

    [Fact(Explicit = true)]
    public async Task A_compile_error_is_printed_as_the_compiler_says_it_and_the_next_run_works()
    {
        File.WriteAllText(checkout["build/Program.cs"], "int x = \"no\";");
        var run = await RunAsync();
        run.ExitCode.ShouldBe(1);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldStartWith($"{Compiling}{checkout["build/Program.cs"]}(1,9): error CS0029: ");
        checkout.Say("mended");
        (await RunAsync()).Out.ShouldStartWith("mended");
    }

    [Fact(Explicit = true)]
    public async Task A_mode_that_is_none_is_refused()
    {
        var run = await shell.RunAsync(checkout[""], "$Env:KEG_NUKE = 'pakage'; ./build.ps1; exit $LASTEXITCODE");
        run.ShouldBe(new(2, "", "KEG_NUKE is 'pakage': choose embedded or package\n"));
    }

    [Fact(Explicit = true)]
    public async Task The_real_build_says_the_same_as_by_build_sh_and_completes()
    {
        using var real = new Checkout();
        real.TakeTheRealBuild();
        (await real.RunAsync("--help")).ExitCode.ShouldBe(0);
        (await shell.RunAsync(real[""], real["build.ps1"], "--help")).ExitCode.ShouldBe(0);
        foreach (var words in new[] { "--help", "Plann", "Plan --tap a b --no-registry", "Plan --parallel many", ":complete Pl" })
        {
            var byShell = await real.RunAsync(words.Split(' '));
            var byPowerShell = await shell.RunAsync(real[""], real["build.ps1"], words.Split(' '));
            byPowerShell.ExitCode.ShouldBe(byShell.ExitCode, words);
            // Each names itself as the way in.
            byShell.Out.ShouldNotContain("build.ps1");
            Same(byPowerShell.Out).ShouldBe(Same(byShell.Out), words);
            Same(byPowerShell.Error).ShouldBe(Same(byShell.Error), words);
        }

        (await real.RunAsync("Plann")).ExitCode.ShouldBe(2);
        (await CompletedAsync(real, "./build.ps1 Pl")).ShouldBe(["Plan"]);
        (await real.RunAsync(":complete", "build.sh Pl")).Out.ShouldBe("Plan\n");
        var script = (await shell.RunAsync(real[""], real["build.ps1"], "Completion", "powershell")).Out;
        script.ShouldEndWith($"\n{ProfileOfThePage()}", customMessage: "the page has it without its first line");

        Directory.CreateDirectory(real["site"]);
        File.WriteAllText(real["keg.yml"], "provider: ghcr.io/example/site\ngroups:\n  all: { folders: [site] }\n");
        File.WriteAllText(real["site/Dockerfile"], "FROM scratch\nCOPY keg /\n");
        File.WriteAllText(real["site/keg"], "text\n");
        foreach (var (line, expected) in new[] { ("Plan --no-reg", "--no-registry"), ("Plan --image s", "site"), ("Start --tap ", "site"),
            ("Start --from ", "site:develop"), ("Plan --group ", "all") })
            (await CompletedAsync(real, $"./build.ps1 {line}")).ShouldBe([expected], line);
    }

    private Task<Checkout.Ending> RunAsync(params string[] words) => shell.RunAsync(checkout[""], checkout["build.ps1"], words);

    // With what the page gives for a profile.
    private static string Same(string text) =>
        NativeTests.WithoutTime(text).Replace("./build.ps1", "./build.sh", StringComparison.Ordinal);

    private static string ProfileOfThePage() => File.ReadAllText(Path.Combine(Checkout.Repository, "docs", "nuke.md"))
        .Split("```powershell\n").Single(part => part.StartsWith("Register-ArgumentCompleter", StringComparison.Ordinal)).Split("```")[0];

    // With the script that the build prints, as its first line says.
    private async Task<string[]> CompletedAsync(Checkout real, string line)
    {
        var ended = await shell.RunAsync(real[""], "./build.ps1 Completion powershell | Out-String | Invoke-Expression; "
            + $"(TabExpansion2 '{line}' {line.Length}).CompletionMatches | ForEach-Object {{ $_.CompletionText }}");
        ended.ExitCode.ShouldBe(0, ended.Error);
        return ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
