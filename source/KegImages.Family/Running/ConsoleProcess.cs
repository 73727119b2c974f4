using KegImages.Processes;

namespace KegImages.Running;

/// <summary>Runs a command that has the terminal to itself: a shell, which reads keys and draws. Nothing of it is kept or masked.</summary>
internal static class ConsoleProcess
{
    /// <summary>Runs it to its end; returns its exit code. Throws <see cref="FailedException"/> when it cannot be started.</summary>
    public static async Task<int> RunAsync(Command command, CancellationToken cancellationToken)
    {
        using var process = CommandProcess.Start(command, isRedirected: false);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
