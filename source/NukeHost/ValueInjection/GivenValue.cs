namespace Nuke.Common.ValueInjection;

/// <summary>The words that were given for a parameter, and by whom.</summary>
/// <param name="Words">The words; none for a bare option.</param>
/// <param name="Source">The kind of place they come from.</param>
/// <param name="Origin">The place itself, as an error names it: <c>--tag</c>, <c>TAG in the environment</c>, <c>.nuke/parameters.json:3:
/// Tag</c>.</param>
internal sealed record GivenValue(IReadOnlyList<string> Words, ValueSource Source, string Origin);

/// <summary>The kind of place that a value comes from.</summary>
internal enum ValueSource
{
    CommandLine,
    Environment,
    File,
    Prompt,
}
