using System.Diagnostics;

namespace KegImages.Processes;

/// <summary>Runs commands as processes of this machine.</summary>
/// <param name="withheld">What they do not inherit; null where they inherit all.</param>
public sealed class ProcessRunner(WithheldVariables? withheld = null) : ICommandRunner
{
    private const int LinesThatMatter = 20;

    // A daemon that the command left behind may keep its pipes open for ever. Once the command has ended
    // and the pipes have been silent for this long, what comes later is not the command's.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var watch = Stopwatch.StartNew();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var process = CommandProcess.Start(withheld?.From(command) ?? command, isRedirected: true);
        if (command.Timeout is { } limit)
            over.CancelAfter(limit);

        var exited = process.WaitForExitAsync(over.Token);
        var output = new OutputDrain(process.StandardOutput, onOutput, over.Cancel, exited);
        var error = new OutputDrain(process.StandardError, onError, over.Cancel, exited);
        try
        {
            _ = WriteInputAsync(process, command.StandardInput);
            await exited;
            await EndAsync(output, error, over.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var failed in new[] { output.Completion, error.Completion }.Where(task => task.IsFaulted))
                await failed;
            throw new FailedException(
                $"{command}{Environment.NewLine}was ended after {command.Timeout:g}: it did not finish in time{Tail(output, error)}");
        }

        return new CommandResult(command, process.ExitCode, output.Text, error.Text, watch.Elapsed);
    }

    // Runs beside the command: one that never reads, or that ends before it has read all, must not hold up its own end.
    private static async Task WriteInputAsync(Process process, string? text)
    {
        try
        {
            if (text is not null)
                await process.StandardInput.WriteAsync(text);
            process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The command ended without reading its input; its exit code tells the rest.
        }
    }

    private static async Task EndAsync(OutputDrain output, OutputDrain error, CancellationToken cancellationToken)
    {
        var both = Task.WhenAll(output.Completion, error.Completion);
        var seen = -1L;
        while (!both.IsCompleted && (seen != Seen() || output.IsHandingOn || error.IsHandingOn))
        {
            seen = Seen();
            await Task.WhenAny(both, Task.Delay(Silence, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (both.IsCompleted)
            await both;

        long Seen() => output.Length + error.Length;
    }

    private static string Tail(OutputDrain output, OutputDrain error)
    {
        var text = error.Text.Trim().Length > 0 ? error.Text : output.Text;
        return string.Concat(text.TrimEnd().Split('\n').Where(line => line.Length > 0).TakeLast(LinesThatMatter)
            .Select(line => $"{Environment.NewLine}  {line.TrimEnd()}"));
    }
}
