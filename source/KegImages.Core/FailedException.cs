namespace KegImages;

/// <summary>What failed in the world (a process, a registry, a disk): the message carries the command, its exit code or status, and the
/// lines that matter. Ends a run with exit code 1.</summary>
public class FailedException : Exception
{
    /// <summary>The key of <see cref="Exception.Data"/> under which both kinds of expected exceptions carry their exit code; whoever prints
    /// them prints their message alone.</summary>
    public const string ExitCodeKey = "ExitCode";

    /// <summary>A failure with its whole text; what others wrote in it is shown as <see cref="VisibleText"/> has it.</summary>
    public FailedException(string message, Exception? innerException = null)
        : base(VisibleText.Of(message), innerException) => Data[ExitCodeKey] = 1;
}
