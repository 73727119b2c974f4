using System.Globalization;
using KegImages.Processes;

namespace KegImages.LocalEngine;

/// <summary>Runs commands that end when this process does, even when it is killed: what it was making must not go on being made beneath the next run.</summary>
internal sealed class EndsWithThisRun(ICommandRunner inner) : ICommandRunner
{
    // The kernel's own signal for a parent's death follows the thread that started the child, and .NET's threads come and go.
    // A dead process that nobody has waited for keeps its id, but not its program.
    private const string Watch = """
        "$@" &
        while kill -0 "$!" 2> /dev/null; do
          [ -e "/proc/$0/exe" ] || kill -KILL "$!"
          sleep 0.1
        done
        wait "$!"
        """;

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError, CancellationToken cancellationToken)
    {
        var watched = command with
        {
            Executable = "bash",
            Arguments = ["-c", Watch, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), command.Executable, .. command.Arguments],
        };
        return await inner.RunAsync(watched, onOutput, onError, cancellationToken) with { Command = command };
    }
}
