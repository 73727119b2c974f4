namespace Nuke.Common.Startup;

/// <summary>
/// A build class that is a tool: it works in repositories that have nothing of it. What their <c>.nuke</c> holds may be a build's of their
/// own, so no schema is written into it, and what its files say of parameters that are not known here is said to that build.
/// </summary>
/// <param name="Program">How a person starts it.</param>
/// <param name="Title">The first line.</param>
/// <param name="RootOf">The root where none is given, by the current folder.</param>
/// <param name="Profiles">The profiles that it brings, as the text of their files; a repository's own file of the name goes before.</param>
internal sealed record ToolFacts(string Program, string Title, Func<string, string> RootOf, IReadOnlyDictionary<string, string> Profiles)
{
    /// <summary>Words of another tool as those of this one; null where they are none.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<string>?> Translate { get; init; } = _ => null;
}
