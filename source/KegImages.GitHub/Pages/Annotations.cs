using KegImages.Planning;

namespace KegImages.Pages;

/// <summary>What went wrong as annotations beside the lines that it is about.</summary>
internal static class Annotations
{
    // An annotation is read beside the code: the whole log is in the summary.
    private const int LastLines = 10;

    public static string Of(BuildFailure failure, Func<SourceLocation, SourceLocation> place)
    {
        var at = string.Join(' ', new[] { failure.Number, failure.Instruction }.OfType<string>());
        return WorkflowCommand.Error(
            string.Join('\n', failure.Log.TakeLast(LastLines).Prepend(failure.Message)).TrimEnd(),
            Columns.Fit($"{failure.Image} failed{(at.Length > 0 ? $" at {at}" : "")}", 120),
            place(failure.Location));
    }

    /// <summary>The problems that have a place in a file; the others are said by the log alone.</summary>
    public static ImmutableArray<string> Of(IEnumerable<Problem> problems, Func<SourceLocation, SourceLocation> place) =>
    [
        // Options have a place too: the command line, which is no file.
        .. from problem in problems
           where problem.Location is { } at && !at.File.StartsWith('-')
           select WorkflowCommand.Error(problem.Next is null ? problem.Message : $"{problem.Message}\n{problem.Next}",
               at: place(problem.Location!)),
    ];
}
