namespace KegImages.LocalEngine;

/// <summary>Runs commands that end when this process does, even when it is killed: what it was making must not go on being made beneath the
/// next run. All that they start carries a mark, by which <see cref="SetUpProcesses"/> finds what remains all the same.</summary>
internal sealed class EndsWithThisRun(ICommandRunner inner, string mark) : ICommandRunner
{
    // The kernel's own signal for a parent's death follows the thread that started the child, and .NET's threads come and go: a shell,
    // which has one, stands between. It and the command are told to end in many ways (a terminal tells all, a supervisor one): whichever
    // is told, the other ends too. The command has a group of its own, so that all that it started ends with it, and so that it does not
    // ignore the terminal's signal, as a shell's background commands do. A dead process that nobody has waited for keeps its id, but not
    // its program.
    private const string Watch = """
        set -m
        setpriv --pdeathsig KILL -- "$@" &
        command=$!
        set +m
        end() { kill -KILL -- "-$command" 2> /dev/null; exit 143; }
        trap end HUP INT TERM
        while kill -0 "$command" 2> /dev/null; do
          [ -e "/proc/$0/exe" ] || end
          sleep 0.1
        done
        wait "$command"
        """;

    public async Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError,
        CancellationToken cancellationToken)
    {
        var watched = command with
        {
            Executable = "bash",
            Arguments = ["-c", Watch, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), command.Executable,
                .. command.Arguments],
            Environment = command.Environment.SetItem(SetUpProcesses.Variable, mark),
        };
        return await inner.RunAsync(watched, onOutput, onError, cancellationToken) with { Command = command };
    }
}
