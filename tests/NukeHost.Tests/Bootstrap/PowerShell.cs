using System.Diagnostics;

namespace Nuke.Common.Tests.Bootstrap;

/// <summary>The PowerShell of <c>tests/PowerShell</c>, compiled for the tests that need it.</summary>
public sealed class PowerShell : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(Checkout.Repository, ".nuke", "temp", "dotnet", "bin", "PowerShell");

    private string program = "";

    public async ValueTask InitializeAsync()
    {
        var built = await RunAsync(new ProcessStartInfo(Checkout.DotNet,
            ["build", Path.Combine(Checkout.Repository, "tests", "PowerShell"), "--nologo", "--verbosity", "quiet"]));
        built.ExitCode.ShouldBe(0, built.Out + built.Error);
        program = Directory.GetFiles(Folder, "PowerShell.dll", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)!;
    }

    /// <summary>Runs a script in a folder.</summary>
    public Task<Checkout.Ending> RunAsync(string workingDirectory, string script, params string[] arguments)
    {
        string[] asked = File.Exists(script) ? ["-File", script, .. arguments] : ["-Command", script];
        var start = new ProcessStartInfo(Checkout.DotNet, [program, "-NoProfile", "-NonInteractive", .. asked])
        {
            WorkingDirectory = workingDirectory,
        };
        start.Environment["PSModulePath"] = Directory.GetDirectories(Path.GetDirectoryName(program)!, "Modules",
            SearchOption.AllDirectories).Single(folder =>
                folder.Contains("/runtimes/win/", StringComparison.Ordinal) == OperatingSystem.IsWindows());
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        // As long as a compilation takes on a busy machine.
        start.Environment["KEG_SIGN_OF_LIFE"] = "600";
        return RunAsync(start);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<Checkout.Ending> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Checkout.Ending(process.ExitCode, await output, error);
    }
}
