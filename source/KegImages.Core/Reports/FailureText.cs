using KegImages.Planning;

namespace KegImages.Reports;

/// <summary>A failed image as a block of text: where, what, its last lines, why, and the command.</summary>
public static class FailureText
{
    // What a program prints without ever ending a line is no reading; all of it is in the log.
    private const int LongestLine = 400;

    /// <summary>The block's lines; the first begins with <c>file:line</c>, which editors and terminals open on a click.</summary>
    public static ImmutableArray<string> Of(BuildFailure failure)
    {
        var at = failure.Instruction is null ? ""
            : $" at {string.Join(' ', new[] { failure.Number, failure.Instruction }.OfType<string>())}";
        var exit = failure.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $" (exit code {code})") : "";
        var line = failure.Location.Line;
        return [
            $"{failure.Location}: {failure.Image} failed{at}",
            .. failure.Source.Select((text, index) => string.Create(CultureInfo.InvariantCulture, $"  {line + index,4} | {text}")),
            .. failure.Log.IsEmpty ? []
            : new[] { failure.Log.Length == 1 ? "  its last line:" : $"  its last {failure.Log.Length} lines:" },
            .. failure.Log.Select(text => $"    {Bounded(text)}".TrimEnd()),
            .. failure.Message.Split('\n').Select((text, index) => index == 0 ? $"  error: {text.TrimEnd()}" : $"    {text.TrimEnd()}"),
            $"  command{exit}: {failure.Command}",
            $"  its whole log: {LogFile.Of(failure.Image)}",
        ];
    }

    private static string Bounded(string line) =>
        VisibleText.Of(line) is var visible && Columns.Of(visible) > LongestLine ? Columns.Fit(visible, LongestLine) : line;
}
