using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common.Output;

/// <summary>
/// The end of a run: a line for each target; errors and warnings once more where other lines followed them; what made it end, and how it
/// ended.
/// </summary>
internal static class RunSummary
{
    private const int Column = 10;

    public static void Write(HostOutput output, IReadOnlyList<ExecutableTarget> plan, bool failed, bool interrupted)
    {
        if (output.Verbosity == Verbosity.Quiet)
        {
            if (interrupted)
                output.Plain("interrupted");
            output.Release();
            return;
        }

        var repeats = output.HasScrolled;
        var rows = plan.Where(target => target.Actions.Count > 0).ToArray();
        var (longest, total) = (0, TimeSpan.Zero);
        foreach (var target in rows)
            (longest, total) = (Math.Max(longest, target.Name.Length), total + target.Duration);
        var first = Math.Max(longest + 4, 19);
        var width = first + Column + Column;

        output.Plain();
        output.Plain(new string('═', width));
        output.Plain(Row("Target", "Status", "Duration"));
        output.Plain(new string('─', width));
        foreach (var target in rows)
            output.Plain((Painted(output.Palette, target, Row(target.Name, target.Status.ToString(), DurationOf(target)))
                + Reason(target)).TrimEnd());
        output.Plain(new string('─', width));
        output.Plain(Row("Total", "", Text(total)));
        output.Plain(new string('═', width));
        if (repeats)
            Repeat(output);
        output.Plain();
        output.Release();
        var ending = interrupted ? "was interrupted" : failed ? "failed" : "succeeded";
        var line = $"Build {ending} on {output.Now.ToString("yyyy-MM-dd 'at' HH:mm:ss", CultureInfo.InvariantCulture)}.";
        output.Plain(failed || interrupted ? output.Palette.Bad(line) : output.Palette.Good(line));

        string Row(string name, string status, string duration) =>
            name.PadRight(first) + status.PadRight(Column) + duration.PadLeft(Column);
    }

    /// <summary><c>&lt; 1sec</c>, or minutes and seconds.</summary>
    public static string Text(TimeSpan duration) => duration < TimeSpan.FromSeconds(1)
        ? "< 1sec"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}:{duration.Seconds:00}");

    private static void Repeat(HostOutput output)
    {
        if (output.Repeated.Count == 0)
            return;
        output.Plain();
        output.Plain("Errors and warnings again:");
        foreach (var (level, text) in output.Repeated)
        {
            var name = level == LogLevel.Warning ? "warning" : "error";
            var label = level == LogLevel.Warning ? output.Palette.Warm(name) : output.Palette.Bad(name);
            output.Plain($"  {label}: {output.Messages.Of(text.ReplaceLineEndings(Environment.NewLine + "    "), $"  {name}: ".Length)}");
        }
    }

    private static string DurationOf(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted ? Text(target.Duration) : "";

    private static string Painted(Palette palette, ExecutableTarget target, string row) => target.Status switch
    {
        ExecutionStatus.Succeeded => palette.Good(row),
        ExecutionStatus.Failed or ExecutionStatus.Aborted => palette.Bad(row),
        _ => palette.Faint(row),
    };

    private static string Reason(ExecutableTarget target)
    {
        string?[] reasons = [target.SkipReason, .. target.Summary.Select(pair => $"{pair.Key}: {pair.Value}")];
        var text = string.Join(", ", reasons.Where(reason => !string.IsNullOrEmpty(reason)));
        return text.Length == 0 ? "" : $"   // {text}";
    }
}
