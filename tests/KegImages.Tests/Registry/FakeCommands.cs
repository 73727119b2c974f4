using System.Collections.Concurrent;
using KegImages.Commands;

namespace KegImages.Tests.Registry;

/// <summary>Answers commands from a function and records them.</summary>
internal sealed class FakeCommands(Func<Command, (int ExitCode, string Output)> answer) : ICommandRunner
{
    public ConcurrentQueue<Command> Asked { get; } = new();

    public Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError,
        CancellationToken cancellationToken)
    {
        Asked.Enqueue(command);
        var (exitCode, output) = answer(command);
        return Task.FromResult(new CommandResult(command, exitCode, output, "", TimeSpan.Zero));
    }
}
