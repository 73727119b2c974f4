using Nuke.Common.Output;

namespace Nuke.Common.Startup;

/// <summary>
/// Whatever reaches this was expected nowhere: it says in one message what happened and what to report, and ends the run with a code.
/// Nothing relies on it.
/// </summary>
internal sealed class LastHandler : IDisposable
{
    private readonly Masks _masks;

    public LastHandler(Masks masks)
    {
        _masks = masks;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    /// <summary>How messages become lines.</summary>
    public required MessageLines Messages { get; init; }

    /// <summary>The run, once there is one.</summary>
    public BuildSession? Session { get; set; }

    /// <summary>Prints an exception; gives the exit code of a run that it ends.</summary>
    public int Report(Exception exception)
    {
        var failure = Failures.Unwrap(exception);
        _masks.Error.WriteLine(Messages.Of(Session is { } session ? Defect.Describe(failure, session)
            : Defect.IsExpected(failure) ? failure.Message
            : Failures.Describe(failure, Verbosity.Normal, "This was not expected: please report it")));
        return ExitCodes.Of(failure);
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
    }

    // On a thread of its own, where nothing else catches it: the runtime would print a stack and abort.
    private void OnUnhandled(object sender, UnhandledExceptionEventArgs args)
    {
        var code = Report(args.ExceptionObject as Exception ?? new InvalidOperationException("something was thrown that is no exception"));
        _masks.Complete();
        Environment.Exit(code);
    }

    // Nobody waited for it, so nobody was told: what it says is kept for a report.
    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs args)
    {
        args.SetObserved();
        if (Session is { } session && !Defect.IsExpected(Failures.Unwrap(args.Exception)))
            Defect.Write(args.Exception, session);
    }
}
