namespace KegImages.Processes;

/// <summary>Runs commands and says each when it has ended: the command, how long it took, and how it ended.</summary>
/// <param name="inner">Runs them.</param>
/// <param name="say">Is told a line.</param>
/// <param name="clock">The clock.</param>
public sealed class ToldRunner(ICommandRunner inner, Action<string> say, TimeProvider clock) : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError,
        CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var end = "was ended";
        try
        {
            var result = await inner.RunAsync(command, onOutput, onError, cancellationToken);
            end = string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}");
            return result;
        }
        finally
        {
            say($"$ {command}  {end}, {Human.Duration(clock.GetElapsedTime(begun))}");
        }
    }
}
