using System.ComponentModel;
using System.Diagnostics;

namespace KegImages.Processes;

/// <summary>
/// Starts the process of a command, with its arguments, folder and environment: the one place that decides what it inherits.
/// </summary>
internal static class CommandProcess
{
    /// <summary>Starts it. Throws <see cref="FailedException"/> when that cannot be.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isRedirected">Whether its three streams are ours; the terminal's otherwise.</param>
    public static Process Start(Command command, bool isRedirected)
    {
        var start = new ProcessStartInfo(command.Executable, command.Arguments)
        {
            RedirectStandardInput = isRedirected,
            RedirectStandardOutput = isRedirected,
            RedirectStandardError = isRedirected,
            UseShellExecute = false,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        InheritedEnvironment.Clean(start.Environment);
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new FailedException($"'{command.Executable}' could not be started: {exception.Message}", exception);
        }
    }
}
