using System.Collections.Concurrent;
using KegImages.Commands;

namespace KegImages.Tests.Building;

/// <summary>Answers commands by a function and records them.</summary>
internal sealed class ScriptedRunner(Func<Command, Action<string>?, CancellationToken, Task<CommandResult>> answer) : ICommandRunner
{
    public ConcurrentQueue<Command> Commands { get; } = [];

    /// <summary>How a command ended: what an answer is made of.</summary>
    public static CommandResult Ended(Command command, int exitCode = 0, string output = "", string error = "") =>
        new(command, exitCode, output, error, TimeSpan.Zero);

    public Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError,
        CancellationToken cancellationToken)
    {
        Commands.Enqueue(command);
        return answer(command, onError, cancellationToken);
    }
}
