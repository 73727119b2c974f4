using KegImages.Dockerfiles;

namespace KegImages.Linting.Rules;

internal static class DockerfileVariables
{
    public static readonly IReadOnlySet<string> OfPlatform = new HashSet<string>(StringComparer.Ordinal)
    {
        "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE", "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT",
    };

    public static bool IsExpanded(DockerfileInstruction instruction) =>
        instruction.Keyword is "ADD" or "COPY" or "ENV" or "EXPOSE" or "LABEL" or "STOPSIGNAL" or "USER" or "VOLUME" or "WORKDIR";

    /// <summary>The variables that Docker replaces and for which the instruction has no default, each once.</summary>
    public static IReadOnlyCollection<string> In(DockerfileInstruction instruction)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            Expansion.Of(instruction.Arguments, instruction.Escape, _ => null, name => names.Add(name));
        }
        catch (FormatException)
        {
            // '${a:?message}' of nothing, and quotes that only words have: what was found so far stands.
        }

        names.RemoveWhere(name => name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_'));
        return names;
    }

    /// <summary>The variables that the shell of a RUN replaces and that the RUN does not set itself, each once.</summary>
    public static IReadOnlyCollection<string> InShell(DockerfileInstruction run)
    {
        if (run.Arguments.StartsWith('['))
            return [];
        var text = run.Arguments + "\n" + string.Concat((run.Source?.Heredocs ?? []).Select(heredoc => heredoc.Body));
        var set = ShellNames.Set(text).ToHashSet(StringComparer.Ordinal);
        return [.. ShellNames.Used(text).Where(name => !set.Contains(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
