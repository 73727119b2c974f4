using System.Runtime.ExceptionServices;

namespace KegImages;

/// <summary>What a run says last of the work that it leaves half done, whatever ended it. Expected exceptions carry it at the end of their
/// message; others (an interruption, a mistake of ours) pass as they are, and who prints for people says it before them.</summary>
internal static class LastLines
{
    private const string Key = "LastLines";

    /// <summary>Does some work; where it ends early, the exception takes the lines along. An exception that has lines already keeps
    /// them.</summary>
    public static async Task<T> AddedAsync<T>(Func<Task<T>> work, Func<IReadOnlyList<string>> lines)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (AddedTo(exception, lines) is { } told)
        {
            ExceptionDispatchInfo.Throw(told);
            throw;
        }
    }

    /// <summary>What is thrown in place of an exception, so that it takes lines along; null where it has some, or there are none.</summary>
    public static Exception? AddedTo(Exception exception, Func<IReadOnlyList<string>> lines) =>
        !exception.Data.Contains(Key) && lines() is { Count: > 0 } last ? With(exception, last) : null;

    /// <summary>The lines that an exception carries beside its message, because nobody expected it; null where there are none.</summary>
    public static IReadOnlyList<string>? Unseen(Exception exception) =>
        exception is FailedException or WrongUseException ? null : exception.Data[Key] as IReadOnlyList<string>;

    /// <summary>Does some work; where an exception that is not expected ends it, the lines that it carries are printed first.</summary>
    public static async Task<T> PrintedAsync<T>(Func<Task<T>> work, TextWriter output)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (Unseen(exception) is { } lines)
        {
            foreach (var line in exception is OperationCanceledException end ? Interrupted.Lines(end, lines) : lines)
                await output.WriteLineAsync(line);
            throw;
        }
    }

    /// <summary>Whether an exception says already how far its work came.</summary>
    public static bool AreIn(Exception exception) => exception.Data.Contains(Key);

    /// <summary>What ended the work, without its last lines: for one who undid all of it.</summary>
    public static Exception CauseOf(Exception exception) =>
        exception is FailedException or WrongUseException && exception.Data.Contains(Key) ? exception.InnerException! : exception;

    private static Exception With(Exception cause, IReadOnlyList<string> lines)
    {
        var text = string.Join(Environment.NewLine, lines.Select(line => "  " + line));
        var told = cause switch
        {
            FailedException => new FailedException($"{cause.Message}{Environment.NewLine}{text}", cause),
            WrongUseException wrong => new WrongUseException(wrong, text.TrimStart()),
            _ => cause,
        };
        told.Data[Key] = lines;
        return told;
    }
}
