using Nuke.Common.IO;

namespace Nuke.Common.Startup;

/// <summary>
/// An exception that nobody expected: what is printed is one message, and where it came from goes into a file that can be reported.
/// </summary>
internal static class Defect
{
    /// <summary>
    /// The message of an exception that a run or a target ended with; names the file with the rest where nobody expected it.
    /// </summary>
    public static string Describe(Exception exception, BuildSession session)
    {
        var failure = Failures.Unwrap(exception);
        if (IsExpected(failure) || session.Output.Verbosity == Verbosity.Verbose || Write(failure, session) is not { } file)
            return Failures.Describe(failure, session.Output.Verbosity);
        return Failures.Describe(failure, session.Output.Verbosity,
            $"This was not expected: please report it with {session.Display(file)}, which says where it came from");
    }

    /// <summary>Whether it is something that the world does to a build, or that the build says of itself.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is UsageException or IOException or UnauthorizedAccessException or OperationCanceledException
            || ExitCodes.IsExpected(failure);

    /// <summary>Writes all that is known of an exception, without secrets; null where that cannot be.</summary>
    public static string? Write(Exception failure, BuildSession session)
    {
        try
        {
            var file = OwnFolder.Make(session.Root / ".nuke" / "temp") / "defect.txt";
            using var writer = new StreamWriter(file);
            var masked = session.Masks.Over(writer);
            masked.WriteLine($"{session.Output.Now:u}, {Environment.OSVersion}, .NET {Environment.Version}");
            masked.WriteLine(failure.ToString());
            masked.Complete();
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
