using System.Globalization;
using KegImages;
using KegImages.Commands;
using KegImages.Components;
using KegImages.Consoles;
using KegImages.LocalEngine;
using KegImages.Processes;
using Nuke.Common;
using Nuke.Common.IO;

sealed partial class Build
{
    const string Project = "This project";

    // Those that start nothing that lasts: no engine, and no compiler.
    static readonly string[] FastTests = ["KegImages.Tests", "NukeHost.Tests"];

    static readonly string[] EngineTests = ["KegImages.EngineTests", "KegImages.ReliabilityTests"];

    [Parameter("Test: only what needs neither an engine nor a compilation of its own, in a minute and a half", Name = "Fast")]
    readonly bool OnlyFastTests;

    [Parameter("Test: also what takes minutes and is run every night: machine code, odd checkouts, the private engine's whole life",
        Name = "All")]
    readonly bool AllTests;

    TestResults? results;

    static LocalProfile PrivateEngine => new(RootDirectory, new ProcessRunner());

    [Usage(Project, Writes = "what compilers write below .nuke/temp/dotnet", Refuses = "dry-run", Examples = ["Compile"])]
    Target Compile => _ => _
        .Description("Compiles the whole solution")
        .Executes(CompileAsync);

    [Usage(Project, "fast all", Writes = "output/tests", Refuses = "dry-run", Examples = ["Test --fast", "Test", "Test --all"])]
    Target Test => _ => _
        .Description("Compiles and runs the tests; the private engine is started for those that need one")
        .Executes(async () =>
        {
            if (OnlyFastTests && AllTests)
                throw new WrongUseException("--fast leaves out what --all adds: give one of them");
            var folder = RootDirectory / "output" / "tests";
            folder.CreateOrCleanDirectory();
            var codes = OnlyFastTests ? await RunFastTestsAsync(folder) : await RunTestsAsync(folder);
            results = TestResults.Read(folder, codes.Length);
            foreach (var skipped in results.Skipped)
                Console.WriteLine($"skipped: {skipped}");
            if ((results.Refusal ?? (codes.Any(code => code != 0) ? "a test runner failed beside its tests" : null)) is { } refusal)
                throw new FailedException(refusal);
        });

    async Task<int[]> RunFastTestsAsync(AbsolutePath folder)
    {
        await CompileAsync();
        return await Task.WhenAll(FastTests.Select(project => TestAsync(project, folder)));
    }

    async Task<int[]> RunTestsAsync(AbsolutePath folder)
    {
        var ran = await PrivateEngine.FindRunningAsync(ThisProcess.Interrupted) is not null;
        try
        {
            // The engine is made ready while the solution is compiled and beside the tests that need none.
            var fast = RunFastTestsAsync(folder);
            await Task.WhenAll(SetUpForTestsAsync(), fast);
            return [.. await fast, .. await Task.WhenAll(EngineTests.Select(project => TestAsync(project, folder)))];
        }
        finally
        {
            if (!ran)
                await PrivateEngine.TearDownAsync(Console.WriteLine, CancellationToken.None);
        }
    }

    [Usage(Project, "dry-run",
        Writes = "deletes output, .nuke/temp without the build itself, and the private engine with all that it stored",
        Examples = ["Clean --dry-run", "Clean"])]
    Target Clean => _ => _
        .Description("Stops the private engine, and deletes it and all that was built or written")
        .Executes(async () =>
        {
            var keg = (IHazDockerFamily)this;
            AbsolutePath[] folders = [RootDirectory / "output", .. OwnFolders()];
            if (keg.DryRun)
            {
                foreach (var folder in folders.Where(folder => folder.DirectoryExists()))
                    Console.WriteLine($"would delete {Path.GetRelativePath(RootDirectory, folder)}");
                Console.WriteLine("a dry run: nothing was stopped or deleted");
                return;
            }

            await PrivateEngine.DeleteFilesAsync(ThisProcess.Interrupted);
            foreach (var folder in folders)
                folder.DeleteDirectory();
        });

    // What is running now stays: build/ below it is compiled anew only when a source changes.
    static IEnumerable<AbsolutePath> OwnFolders() => Directory.EnumerateDirectories(TemporaryDirectory)
        .Where(folder => Path.GetFileName(folder) is not ("build" or "sdk")).Select(folder => (AbsolutePath)folder);

    // After the summary, so that it is the last line of a test run.
    protected override void OnBuildFinished()
    {
        if (results is null)
            return;
        foreach (var (test, duration) in results.Slowest(10))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds,7:0.0} s  {test}"));
        if (results.Explicit > 0)
            Console.WriteLine($"{results.Explicit.ToString(CultureInfo.InvariantCulture)} tests are left to ./build.sh Test --all");
        Console.WriteLine(results);
    }

    // Where none can be had, the tests that need one say so themselves.
    static Task SetUpForTestsAsync() =>
        LocalProfile.WhyUnavailable() is null ? PrivateEngine.SetUpAsync(Console.WriteLine, ThisProcess.Interrupted) : Task.CompletedTask;

    // Each project is a program that runs its own tests.
    Task<int> TestAsync(string project, AbsolutePath folder)
    {
        string[] chosen = OnlyFastTests ? ["-trait-", "needs=a compiler"] : AllTests ? ["-explicit", "on"] : [];
        var command = DotNet([RootDirectory / ".nuke" / "temp" / "dotnet" / "bin" / project / "debug" / $"{project}.dll",
            "-noLogo", "-noColor", "-noAutoReporters", "-result-trx", folder / $"{project}.trx", .. chosen]);
        // What runs here is of the same sources as what the tests would start, and starts twice as fast.
        return RunAsync(command with { Environment = command.Environment.SetItem("KEG_TEST_PROGRAM", BuildAssemblyFile) });
    }

    Task CompileAsync() => DotNetAsync("build", RootDirectory / "KegImages.sln", "--nologo", "--verbosity", "quiet");

    async Task DotNetAsync(params string[] arguments)
    {
        var command = DotNet(arguments);
        if (await RunAsync(command) is var code && code != 0)
            throw new FailedException($"{command}{Environment.NewLine}exited with {code.ToString(CultureInfo.InvariantCulture)}");
    }

    static Command DotNet(params string[] arguments) => new(DotNetExecutable, arguments) { WorkingDirectory = RootDirectory };

    // The program that runs this build, or the one that its own start was told of.
    static string DotNetExecutable =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
        : Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root && File.Exists(Path.Combine(root, "dotnet"))
        ? Path.Combine(root, "dotnet")
        : "dotnet";

    static async Task<int> RunAsync(Command command) =>
        (await new ProcessRunner().RunAsync(command, Console.WriteLine, Console.Error.WriteLine, ThisProcess.Interrupted)).ExitCode;
}
