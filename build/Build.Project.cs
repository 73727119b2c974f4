using System.Globalization;
using KegImages;
using KegImages.Commands;
using KegImages.LocalEngine;
using KegImages.Processes;
using Nuke.Common;
using Nuke.Common.IO;

sealed partial class Build
{
    TestResults? results;

    Target Compile => _ => _
        .Description("Compiles the whole solution")
        .Executes(() => DotNetAsync("build", RootDirectory / "KegImages.sln", "--nologo", "--verbosity", "quiet"));

    Target Test => _ => _
        .Description("Runs every test; the engine tests start the private engine")
        .DependsOn(Compile)
        .Executes(async () =>
        {
            var folder = RootDirectory / "output" / "tests";
            folder.CreateOrCleanDirectory();
            var ran = await PrivateEngine.FindRunningAsync(Interrupted) is not null;
            try
            {
                // The engine is made ready beside the tests that need none, and those that compile run beside those that wait for it.
                await Task.WhenAll(SetUpForTestsAsync(), TestAsync("KegImages.Tests", folder));
                await Task.WhenAll(TestAsync("NukeHost.Tests", folder), TestAsync("KegImages.EngineTests", folder));
                await TestAsync("KegImages.ReliabilityTests", folder);
            }
            finally
            {
                if (!ran)
                    await PrivateEngine.TearDownAsync(Console.WriteLine, CancellationToken.None);
            }

            results = TestResults.Read(folder, projects: 4);
            foreach (var skipped in results.Skipped)
                Console.WriteLine($"skipped: {skipped}");
            if (results.Refusal is { } refusal)
                throw new FailedException(refusal);
        });

    Target Clean => _ => _
        .Description("Stops the private engine, and deletes it and all that was built or written")
        .Executes(async () =>
        {
            await PrivateEngine.DeleteFilesAsync(Interrupted);
            (RootDirectory / "output").DeleteDirectory();
            // What is running now stays: build/ below it is compiled anew only when a source changes.
            foreach (var folder in Directory.EnumerateDirectories(TemporaryDirectory)
                .Where(folder => Path.GetFileName(folder) is not ("build" or "sdk")))
                Directory.Delete(folder, recursive: true);
        });

    // After the summary, so that it is the last line of a test run.
    protected override void OnBuildFinished()
    {
        if (results is { } counted)
            Console.WriteLine(counted);
    }

    // Where none can be had, the tests that need one say so themselves.
    static Task SetUpForTestsAsync() =>
        LocalProfile.WhyUnavailable() is null ? PrivateEngine.SetUpAsync(Console.WriteLine, Interrupted) : Task.CompletedTask;

    static Task TestAsync(string project, AbsolutePath folder) => RunAsync(DotNet(
        "test", RootDirectory / "tests" / project, "--no-build", "--nologo", "--logger", $"trx;LogFileName={project}.trx",
            "--results-directory", folder));

    Task DotNetAsync(params string[] arguments) => RunAsync(DotNet(arguments), mayFail: false);

    static Command DotNet(params string[] arguments) => new(DotNetExecutable, arguments) { WorkingDirectory = RootDirectory };

    // The program that runs this build, or the one that its own start was told of.
    static string DotNetExecutable =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
        : Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root && File.Exists(Path.Combine(root, "dotnet"))
        ? Path.Combine(root, "dotnet")
        : "dotnet";

    static async Task RunAsync(Command command, bool mayFail = true)
    {
        var result = await new ProcessRunner().RunAsync(command, Console.WriteLine, Console.Error.WriteLine, Interrupted);
        if (!mayFail && result.ExitCode != 0)
            throw new FailedException(
                $"{command}{Environment.NewLine}exited with {result.ExitCode.ToString(CultureInfo.InvariantCulture)}");
    }
}
