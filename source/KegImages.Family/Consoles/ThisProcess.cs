using System.Runtime.InteropServices;

namespace KegImages.Consoles;

/// <summary>What there is once a process: its console, on which no secret is shown, and the signals that interrupt it.</summary>
public static class ThisProcess
{
    private static readonly CancellationTokenSource Interruption = new();

    // What only shows, for as long as someone looks, ends when nobody can; everything else is brought to its end.
    private static readonly CancellationTokenSource Watching = CancellationTokenSource.CreateLinkedTokenSource(Interruption.Token);

    private static readonly Lock Gate = new();
    private static readonly List<PosixSignalRegistration> Signals = [];
    private static TextWriter? output;
    private static volatile bool isHeard;

    /// <summary>Cancelled by Ctrl+C and by a request to end: everything that is under way ends its own processes.</summary>
    public static CancellationToken Interrupted
    {
        get
        {
            Begin();
            isHeard = true;
            return Interruption.Token;
        }
    }

    /// <summary>Cancelled, too, when what is written reaches nobody any more.</summary>
    public static CancellationToken Watched
    {
        get
        {
            Begin();
            isHeard = true;
            return Watching.Token;
        }
    }

    /// <summary>Standard output, where with <c>--json</c> a report stands alone; all else goes to standard error then.</summary>
    public static TextWriter Output
    {
        get
        {
            Begin();
            return output!;
        }
    }

    /// <summary>
    /// Runs a program: the first line of its <c>Main</c>. It ends what it does when its output is closed or full, and its exit code says
    /// so. A program without this line begins with the first target that needs it; then what was printed before <c>--json</c> stands on
    /// standard output too.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static int Run(Func<int> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        // The script that started it says which one it is.
        if (AppContext.GetData(ThisProgram.Key) is null && Environment.GetEnvironmentVariable("KEG_PROGRAM") is { } script
            && ThisProgram.Scripts.Contains(script))
            AppContext.SetData(ThisProgram.Key, script);
        var (lasting, error) = (LastingWriter.OfStandardOutput(Watching.Cancel), LastingWriter.OfStandardError());
        Console.SetOut(lasting);
        Console.SetError(error);
        Begin();
        return lasting.ExitCode(program(), error);
    }

    // Waited for: the Main of a program is synchronous, and a console has no synchronization context that this could lock up.
    internal static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    /// <summary>Masks what is written and listens to signals from now on; once.</summary>
    public static void Begin()
    {
        lock (Gate)
        {
            if (output is not null)
                return;
            output = Console.Out;
            if (Environment.GetCommandLineArgs().Contains("--json", StringComparer.OrdinalIgnoreCase)
                || Environment.GetEnvironmentVariable("NUKE_JSON") is { Length: > 0 })
                Console.SetOut(Console.Error);
            MaskedConsole.Begin();
            Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
            Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt));
        }
    }

    // From the moment that something listens, it is what ends the process; the second signal ends it at once.
    private static void Interrupt(PosixSignalContext context)
    {
        if (isHeard && !Interruption.IsCancellationRequested)
            context.Cancel = true;
        Interruption.Cancel();
    }
}
