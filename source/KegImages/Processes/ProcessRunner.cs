using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace KegImages.Processes;

/// <summary>Runs commands as processes of this machine.</summary>
public sealed class ProcessRunner : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(command);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (command.Timeout is { } limit)
            timeout.CancelAfter(limit);

        var output = DrainAsync(process.StandardOutput, onOutput);
        var error = DrainAsync(process.StandardError, onError);
        try
        {
            await WriteInputAsync(process, command.StandardInput);
            await process.WaitForExitAsync(timeout.Token);
            // A daemon left behind by the command may keep the pipes open: what it writes later is not the command's.
            await Task.WhenAll(output, error).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new FailedException($"{command}{Environment.NewLine}was ended after {command.Timeout:g}: it did not finish in time");
        }

        return new CommandResult(command, process.ExitCode, await output, await error, watch.Elapsed);
    }

    private static Process Start(Command command)
    {
        var start = new ProcessStartInfo(command.Executable, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new FailedException($"'{command.Executable}' could not be started: {exception.Message}", exception);
        }
    }

    private static async Task WriteInputAsync(Process process, string? text)
    {
        try
        {
            if (text is not null)
                await process.StandardInput.WriteAsync(text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended without reading its input; its exit code tells the rest.
        }
    }

    private static async Task<string> DrainAsync(StreamReader reader, Action<string>? onLine)
    {
        var all = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            all.Append(line).Append('\n');
            onLine?.Invoke(line);
        }

        return all.ToString();
    }
}
