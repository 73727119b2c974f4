using System.ComponentModel;
using System.Diagnostics;
using KegImages.Processes;

namespace KegImages.Running;

/// <summary>Runs a command that has the terminal to itself: a shell, which reads keys and draws. Nothing of it is kept or masked.</summary>
internal static class ConsoleProcess
{
    /// <summary>Runs it to its end; returns its exit code. Throws <see cref="FailedException"/> when it cannot be started.</summary>
    public static async Task<int> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.Executable, command.Arguments) { UseShellExecute = false };
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (Win32Exception exception)
        {
            throw new FailedException($"'{command.Executable}' could not be started: {exception.Message}", exception);
        }
    }
}
