using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Holds what was given against what the targets of a run say that they read.</summary>
internal static class OptionUse
{
    /// <summary>
    /// Options that no target of the run reads, and those that one of them cannot bear. A target that says nothing of itself may read any.
    /// </summary>
    public static IEnumerable<string> Refusals(BuildSession session, ParameterSources sources)
    {
        var targets = session.Plan.Where(target => target.Actions.Count > 0 || target.Usage is not null).ToArray();
        foreach (var parameter in session.Parameters)
        {
            if (sources.Find(parameter) is not { } given)
                continue;
            if (targets.FirstOrDefault(target => target.Usage?.Refuses == parameter.Option) is { Usage: { } adamant } target
                && session.Values[parameter] is not (null or false))
                yield return $"{given.Origin}: {target} cannot do without{Changed(adamant)}: leave "
                    + $"--{parameter.Option} out, or run {target} by itself";
            else if (given.Source == ValueSource.CommandLine && targets.Length > 0
                && targets.All(other => other.Usage is { } usage && !usage.Reads(parameter.Option)))
                yield return Unread(session, parameter, given);
        }
    }

    /// <summary>Words behind an option that are most likely no value of it: the name of a target, or one word too many.</summary>
    public static IEnumerable<string> Swallowed(BuildSession session)
    {
        foreach (var option in session.CommandLine.Options.Where(option => option.Values.Count > 1))
        {
            if (session.Parameters.Concat(OwnParameters.All).FirstOrDefault(parameter => option.Is(parameter.Name)) is not { } parameter
                || parameter.IsOwn && parameter.Name is "Skip" or "Target")
                continue;
            var target = option.Values.Skip(1).Select(word => session.Targets.FirstOrDefault(target =>
                TargetDiscovery.SameName(target.Name, word))).FirstOrDefault(found => found is not null);
            var rest = string.Join(' ', option.Values.Where(word => target is null || !TargetDiscovery.SameName(target.Name, word)));
            if (target is not null && !parameter.IsSwitch)
                yield return $"{option.Typed}: '{target}' stands behind it and is a target; targets stand in front: "
                    + $"{session.Environment.Program} {target} {option.Typed} {(parameter.IsSecret ? "***" : rest)}"
                    + (parameter.IsList ? $"; a value of that name: {option.Typed} {target} by itself" : "");
            else if (parameter is { IsOwn: true, Name: "Root" or "Host" })
                yield return $"{option.Typed} takes one value, but {option.Values.Count} were given: {rest}";
        }
    }

    /// <summary>A line for each value that nobody typed and that the run's targets read, with the place that it comes from.</summary>
    public static IEnumerable<string> Notes(BuildSession session, ParameterSources sources)
    {
        foreach (var parameter in session.Parameters)
        {
            if (sources.Find(parameter) is { Source: ValueSource.Environment or ValueSource.File } given
                && session.Plan.Any(target => target.Usage is not { } usage || usage.Reads(parameter.Option)))
                yield return $"{parameter.Option} {(parameter.IsSecret ? "***" : string.Join(' ', given.Words))} (from {PlaceOf(given)})";
        }
    }

    /// <summary>The place that a value comes from: a variable, or a line of a file.</summary>
    public static string PlaceOf(GivenValue given) => given.Origin.Split(": ", 2)[0];

    private static string Changed(TargetUsage usage) => usage.Writes is { } writes ? $": it writes {writes}" : "";

    private static string Unread(BuildSession session, BuildParameter parameter, GivenValue given)
    {
        var run = session.Plan.Where(target => target.Invoked).ToArray();
        string[] readers = [.. session.Targets.Where(target => target.Listed && target.Usage?.Reads(parameter.Option) == true)
            .Select(target => target.Name)];
        var (verb, list) = (run.Length == 1 ? "does" : "do", readers.Length == 0 ? "no target does" : string.Join(", ", readers));
        return $"{given.Origin}: {string.Join(" and ", run.Select(target => target.Name))} {verb} not read it; "
            + (readers.Length == 0 ? list : $"it is an option of {list}") + Environment.NewLine
            + $"  what {run[0]} reads: {session.Environment.Program} {run[0]} --help";
    }
}
