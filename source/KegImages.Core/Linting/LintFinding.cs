using KegImages.Configuration;

namespace KegImages.Linting;

/// <summary>Something that a rule found.</summary>
/// <param name="Rule">The rule's id, such as <c>hidden-failure</c>.</param>
internal sealed record LintFinding(string Rule, LintSeverity Severity, string Image, SourceLocation Location, string Message, string Fix);
