using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Finds targets by the words that name them: case and dashes do not count, and <c>a+b</c> names two.</summary>
internal static class TargetNames
{
    /// <summary>The targets asked for; what is none of them becomes a problem.</summary>
    public static IReadOnlyList<ExecutableTarget> Find(BuildSession session, ParameterSources sources, List<string> problems)
    {
        // A named --target takes the place of the words in front, so that a long command is easily run with another target.
        var words = sources.Find(Own("Target"))?.Words ?? session.CommandLine.Targets;
        return Find(words, session.Targets, problems);
    }

    public static IReadOnlyList<ExecutableTarget> Find(IEnumerable<string> words, IReadOnlyList<ExecutableTarget> targets,
        List<string> problems)
    {
        var found = new List<ExecutableTarget>();
        foreach (var word in words.SelectMany(word =>
            word.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (targets.FirstOrDefault(target => TargetDiscovery.SameName(target.Name, word)) is { } target)
                found.Add(target);
            else
                problems.Add(Unknown(word, targets));
        }

        return found;
    }

    public static BuildParameter Own(string name) => OwnParameters.All.Single(parameter => parameter.Name == name);

    private static string Unknown(string word, IReadOnlyList<ExecutableTarget> targets)
    {
        var names = targets.Where(target => target.Listed).Select(target => target.Name).Order(StringComparer.Ordinal).ToArray();
        return $"'{word}' is not a target of this build{Nearest.DidYouMean(word, names)}: choose among {string.Join(", ", names)}";
    }
}
