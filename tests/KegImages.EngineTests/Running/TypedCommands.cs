using System.Diagnostics;
using KegImages.EngineTests.Engine;
using KegImages.Tests.Programs;

namespace KegImages.EngineTests.Running;

/// <summary>Commands typed in a family's folder, run by bash and the build program of the same compilation as these tests.</summary>
internal sealed class TypedCommands(EngineFixture engine, TestRepository folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The build program.</summary>
    public static string Program { get; } = BuildProgram.Path;

    /// <summary>Writes the scripts that a person types.</summary>
    public async Task WriteScriptsAsync()
    {
        File.Exists(Program).ShouldBeTrue($"build the solution first: there is no {Program}");
        folder.Write("keg", await File.ReadAllTextAsync(Path.Combine(EngineFixture.RepositoryRoot, "keg")));
        folder.Write("build.sh", $"#!/usr/bin/env bash\nexec dotnet '{Program}' \"$@\" --root . --no-logo\n");
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("these are scripts of bash");
        foreach (var script in new[] { "keg", "build.sh" })
            File.SetUnixFileMode(Path.Combine(folder.Root, script), (UnixFileMode)Convert.ToInt32("755", 8));
        await folder.CommitAsync("scripts");
    }

    /// <summary>Runs a line that has to succeed; returns what it said.</summary>
    public async Task<string> RunAsync(string line)
    {
        var (code, said) = await EndAsync(line);
        code.ShouldBe(0, $"{line}\n{said}");
        return said;
    }

    /// <summary>Runs a line; returns how it ended and what it said.</summary>
    public Task<(int Code, string Said)> EndAsync(string line) => WatchAsync(line, (_, _) => { });

    /// <summary>Ctrl+C as soon as something is said: what the program alone is sent, since a test has no terminal.</summary>
    public Task<(int Code, string Said)> InterruptAsync(string line, string when)
    {
        var isSent = false;
        return WatchAsync("exec " + line, (text, process) =>
        {
            if (isSent || !text.Contains(when, StringComparison.Ordinal))
                return;
            isSent = true;
            Interrupt(process);
        });
    }

    /// <summary>Sends Ctrl+C.</summary>
    public static void Interrupt(Process process) => Process.Start("kill", ["-INT", $"{process.Id}"]).Dispose();

    /// <summary>Runs a line, and shows each line that it says to somebody who may do something.</summary>
    public async Task<(int Code, string Said)> WatchAsync(string line, Action<string, Process> look)
    {
        using var process = Begin(line);
        using var limit = new CancellationTokenSource(Patience);
        var said = new List<string>();
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } text)
            {
                said.Add(text);
                look(text, process);
            }

            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, string.Join('\n', said) + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{line}' did not end within {Patience}:\n{string.Join('\n', said)}");
        }
    }

    private Process Begin(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in engine.Endpoint.Environment)
            start.Environment[name] = value;
        foreach (var name in new[] { "GITHUB_ACTIONS", "KEG_BASE_IMAGE", "TAG", "PUSH" })
            start.Environment.Remove(name);
        start.Environment["PATH"] = Path.GetDirectoryName(engine.Endpoint.DockerExecutable) + Path.PathSeparator
            + Environment.GetEnvironmentVariable("PATH");
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
