namespace KegImages.Pages;

/// <summary>Lines by which a program speaks to GitHub's runner. See
/// <see href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands"/>.</summary>
internal static class WorkflowCommand
{
    /// <summary>Ends a group; does nothing where none is open.</summary>
    public const string EndGroup = "::endgroup::";

    /// <summary>Begins a group of lines that is shown folded. Groups do not nest: one that is open ends.</summary>
    public static string Group(string title) => $"::group::{Data(VisibleText.Of(title))}";

    public static string AddMask(string secret) => $"::add-mask::{Data(secret)}";

    /// <summary>An error in the run's list of annotations and, where it has a place in a file, beside that line.</summary>
    public static string Error(string message, string? title = null, SourceLocation? at = null)
    {
        string?[] properties =
        [
            at is null ? null : $"file={Property(at.File)}",
            at is { Line: > 0 } ? string.Create(CultureInfo.InvariantCulture, $"line={at.Line}") : null,
            at is { Line: > 0, Column: { } column } ? string.Create(CultureInfo.InvariantCulture, $"col={column}") : null,
            title is null ? null : $"title={Property(title)}",
        ];
        var text = string.Join(',', properties.OfType<string>());
        return $"::error{(text.Length > 0 ? " " : "")}{text}::{Data(VisibleText.Of(message))}";
    }

    /// <summary>Lines that someone else wrote, so that none of them can be taken for a command; unchanged where none would be.</summary>
    public static ImmutableArray<string> Inert(ImmutableArray<string> lines, string token) =>
        lines.Any(CanBeTaken) ? [$"::stop-commands::{token}", .. lines, $"::{token}::"] : lines;

    // The runner takes "::" at a line's beginning, whatever blanks stand before it, and the older "##[" anywhere.
    private static bool CanBeTaken(string line) =>
        line.AsSpan().TrimStart().StartsWith("::", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal)
        || line.AsSpan().ContainsAny('\r', '\n');

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(VisibleText.Of(text))
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
