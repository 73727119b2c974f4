using System.Diagnostics;
using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Execution;

public sealed class Interruption_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task An_interrupted_run_tells_its_target_runs_what_is_assured_and_shows_the_summary(string signal, int exitCode)
    {
        using var run = await StartAsync("Listening+Later+TidyUp");
        Signal(run.Process.Id, signal);
        var text = await run.EndAsync();
        run.Process.ExitCode.ShouldBe(exitCode, text);
        text.ShouldContain("tidied up");
        text.ShouldNotContain("must not run");
        text.ShouldMatch(@"Listening +Aborted");
        text.ShouldMatch(@"Later +NotRun");
        text.ShouldMatch(@"TidyUp +Succeeded");
        text.ShouldContain("Build was interrupted");
    }

    [Fact]
    public async Task The_children_of_an_interrupted_run_end_with_it()
    {
        using var run = await StartAsync("WithChild");
        var child = int.Parse(run.Seen.Single(line => line.StartsWith("child ", StringComparison.Ordinal))[6..]);
        Signal(run.Process.Id, "INT");
        await run.EndAsync();
        Directory.Exists($"/proc/{child}").ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_signal_ends_the_run_at_once()
    {
        using var run = await StartAsync("WithChild+TidyUp");
        Signal(run.Process.Id, "INT");
        while (await run.Process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Interrupted", StringComparison.Ordinal))
        {
        }

        Signal(run.Process.Id, "INT");
        var text = await run.EndAsync();
        run.Process.ExitCode.ShouldBe(130);
        text.ShouldNotContain("tidied up");
    }

    public void Dispose() => _root.Dispose();

    private static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    private async Task<StartedRun> StartAsync(string targets)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SampleBuild).Assembly.Location, targets, SampleBuild.Root])
        {
            WorkingDirectory = _root.Path,
            RedirectStandardOutput = true,
        };
        var run = new StartedRun(Process.Start(start)!, []);
        while (await run.Process.StandardOutput.ReadLineAsync() is { } line)
        {
            run.Seen.Add(line);
            if (line == "ready")
                return run;
        }

        throw new InvalidOperationException(string.Join('\n', run.Seen));
    }

    private sealed record StartedRun(Process Process, List<string> Seen) : IDisposable
    {
        public async Task<string> EndAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var rest = await Process.StandardOutput.ReadToEndAsync(limit.Token);
            await Process.WaitForExitAsync(limit.Token);
            return rest;
        }

        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill(entireProcessTree: true);
            Process.Dispose();
        }
    }
}
