using KegImages.Configuration;

namespace KegImages.Linting;

/// <summary>Something that a rule found.</summary>
/// <param name="Rule">The rule's id, such as <c>hidden-failure</c>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Image">The image that it is about.</param>
/// <param name="Location">Where it stands, relative to the root.</param>
/// <param name="Message">What is wrong, and why that matters.</param>
/// <param name="Fix">What to write in its place.</param>
public sealed record LintFinding(string Rule, LintSeverity Severity, string Image, SourceLocation Location, string Message, string Fix);
