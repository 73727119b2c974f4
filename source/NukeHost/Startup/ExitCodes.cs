namespace Nuke.Common.Startup;

/// <summary>How a run ends for those who started it.</summary>
internal static class ExitCodes
{
    /// <summary>
    /// The key under which an exception can carry the exit code of the run that it ends; such an exception is expected and printed as its
    /// message alone.
    /// </summary>
    public const string DataKey = "ExitCode";

    public const int Done = 0;

    public const int Failed = 1;

    public const int WrongUse = 2;

    /// <summary>The code that an exception ends a run with.</summary>
    public static int Of(Exception exception) => Failures.Unwrap(exception) switch
    {
        UsageException => WrongUse,
        { } expected when IsExpected(expected) => (int)expected.Data[DataKey]!,
        _ => Failed,
    };

    public static bool IsExpected(Exception exception) => exception.Data[DataKey] is int;
}
