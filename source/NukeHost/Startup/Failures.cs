using System.Reflection;

namespace Nuke.Common.Startup;

/// <summary>What is printed of an exception.</summary>
internal static class Failures
{
    /// <summary>The exception that was thrown, without those that calls put around it.</summary>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    /// <summary>
    /// Its message alone when it is expected; otherwise its type too, unless it is the file system that refused, and at
    /// <see cref="Verbosity.Verbose"/> where it came from.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <param name="verbosity">How much is printed.</param>
    /// <param name="rest">Where the rest is found.</param>
    public static string Describe(Exception exception, Verbosity verbosity, string rest =
        "Where it came from is printed with --verbosity verbose")
    {
        var failure = Unwrap(exception);
        if (failure is UsageException || ExitCodes.IsExpected(failure))
            return failure.Message;
        if (verbosity == Verbosity.Verbose)
            return failure.ToString();
        // What the file system says is whole without the name of its type.
        var text = failure is IOException or UnauthorizedAccessException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
            text += $"{Environment.NewLine}  because of {inner.GetType().Name}: {inner.Message}";
        return $"{text}{Environment.NewLine}  {rest}";
    }
}
