using System.Collections.Concurrent;
using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.EngineTests.Engine;

/// <summary>Runs commands as they are, and remembers them.</summary>
internal sealed class RecordingRunner : ICommandRunner
{
    private readonly ProcessRunner inner = new();

    public ConcurrentQueue<Command> Commands { get; } = [];

    public Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError,
        CancellationToken cancellationToken)
    {
        Commands.Enqueue(command);
        return inner.RunAsync(command, onOutput, onError, cancellationToken);
    }
}
