namespace KegImages.Commands;

/// <summary>The seam to other programs.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end, draining both streams. Each line is handed on as it comes, where a callback is given. On
    /// cancellation, or when the command's time is over, its whole process tree is ended.</summary>
    /// <returns>How it ended, whatever its exit code.</returns>
    /// <exception cref="FailedException">The program could not be started, or its time was over.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError, CancellationToken cancellationToken);
}
