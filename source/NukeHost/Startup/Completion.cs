using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>What could stand where a command line ends.</summary>
internal static class Completion
{
    /// <param name="schema">What the build knows.</param>
    /// <param name="program">How a person starts the build.</param>
    /// <param name="line">The words so far, with or without the command itself in front; a space at its end begins a new word.</param>
    public static IEnumerable<string> Of(SchemaFile schema, string program, string line)
    {
        var words = line.Split(' ');
        var current = words[^1];
        string[] names = program.Split(' ');
        string[] before = [.. words[..^1].Where(word => word.Length > 0 && !IsCommand(word, names))];
        if (IsCommand(current, names))
            current = "";
        var option = before.LastOrDefault(word => word.StartsWith('-'));

        IEnumerable<string> candidates;
        if (current.StartsWith('-'))
            candidates = schema.Parameters.Keys.Select(name => "--" + KebabCase.Of(name)).Except(before, StringComparer.OrdinalIgnoreCase);
        else if (option is null)
            candidates = schema.Targets.Except(before, StringComparer.OrdinalIgnoreCase);
        else
            candidates = schema.Parameters.FirstOrDefault(pair => KebabCase.Bare(pair.Key) == KebabCase.Bare(option)).Value?.Choices ?? [];
        return candidates.Where(candidate => candidate.StartsWith(current, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
    }

    private static bool IsCommand(string word, string[] names) => word is "nuke" || names.Contains(Path.GetFileNameWithoutExtension(word))
        || word.EndsWith("build.sh", StringComparison.Ordinal) || word.EndsWith("build.cmd", StringComparison.Ordinal)
        || word.EndsWith("build.ps1", StringComparison.Ordinal);
}
