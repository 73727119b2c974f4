using Nuke.Common.Execution;
using Nuke.Common.Startup;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Output;

/// <summary>
/// What <c>--help</c> prints, at most 80 columns: one screen with a line a target; behind targets the page of each; with <c>--all</c> every
/// target and parameter.
/// </summary>
internal static class HelpText
{
    public static string Of(BuildSession session, ParameterSources sources, string? logo)
    {
        var text = new HelpLines();
        if (logo is not null)
            text.Line(logo).Line();
        var named = session.Targets.Where(target => target.Invoked && !session.IsDefaulted).ToArray();
        if (named.Length > 0)
            foreach (var target in named)
                TargetPage.Write(text, target, session, sources);
        // A build that groups nothing has no screen that would be shorter.
        else if (session.CommandLine.Last("All") is null && session.Targets.Any(target => target.Usage is not null))
            Screen(text, session);
        else
            Everything(text, session, sources);
        return text.ToString().TrimEnd();
    }

    private static void Screen(HelpLines text, BuildSession session)
    {
        var program = session.Environment.Program;
        text.Line($"Usage: {program} [targets] [--option value …]").Line();
        var listed = session.Targets.Where(target => target.Listed).ToArray();
        var daily = listed.Where(target => target.Usage?.IsDaily == true).ToArray();
        var head = listed.Max(target => target.Name.Length) + 4;
        if (daily.Length > 0)
            text.Line("Every day");
        foreach (var target in daily)
            text.Short($"  {target.Name}", head, target.Description);
        foreach (var topic in listed.Except(daily).GroupBy(target => target.Usage?.Topic ?? "Further targets"))
        {
            text.Line(topic.Key);
            foreach (var target in topic)
                text.Short($"  {target.Name}", head, target.Description);
        }

        var example = (daily.FirstOrDefault() ?? listed[0]).Name;
        text.Line().Line($"A target's options and examples: {program} {example} --help")
            .Line($"Everything: {program} --help --all   The version: --version")
            .Line($"What a shell completes: {program} Completion {string.Join('|', CompletionScripts.Shells)}")
            .Line(listed.FirstOrDefault(target => target.IsDefault) is { } usual ? $"Without a target: {usual}" : "");
    }

    private static void Everything(HelpLines text, BuildSession session, ParameterSources sources)
    {
        text.Line($"Usage: {session.Environment.Program} [targets] [--parameter value …]");
        text.Line("A parameter is also read from the variable that stands in brackets behind it.").Line();
        Targets(text, session.Targets.Where(target => target.Listed).ToArray());
        foreach (var topic in session.Parameters.GroupBy(parameter => parameter.Topic ?? ""))
            Parameters(text, topic.Key.Length == 0 ? "Parameters" : $"Parameters: {topic.Key}", topic, sources);
        Parameters(text, "Parameters of every build", OwnParameters.All, sources);
    }

    private static void Targets(HelpLines text, IReadOnlyList<ExecutableTarget> targets)
    {
        text.Line(targets.Any(target => target.IsDefault) ? "Targets (* runs when none is named)" : "Targets");
        var head = Math.Min(targets.Select(target => target.Name.Length).DefaultIfEmpty().Max() + 6, HelpLines.LongestHead);
        foreach (var target in targets)
        {
            var dependencies = target.ExecutionDependencies.Count > 0 ? $"→ {string.Join(", ", target.ExecutionDependencies)}" : null;
            text.Entry($"  {(target.IsDefault ? "*" : " ")} {target.Name}", head, [target.Description, dependencies]);
        }

        text.Line();
    }

    /// <summary>Parameters under a heading, with their variables and the values that were not typed.</summary>
    public static void Parameters(HelpLines text, string title, IEnumerable<BuildParameter> parameters, ParameterSources sources)
    {
        text.Line(title);
        var all = parameters.ToArray();
        var head = Math.Min(all.Max(parameter => parameter.Option.Length) + 8, HelpLines.LongestHead);
        foreach (var parameter in all)
        {
            var choices = parameter.ListsChoices ? parameter.Choices() : [];
            text.Entry($"    --{parameter.Option}", head,
            [
                $"{parameter.Description} [{EnvironmentName.Of(parameter)}]".TrimStart(),
                choices.Count > 0 ? $"One of: {string.Join(", ", choices)}" : null,
                Current(parameter, sources),
            ]);
        }

        text.Line();
    }

    // Values of the command line are what the caller just typed; those from elsewhere are what may surprise.
    private static string? Current(BuildParameter parameter, ParameterSources sources) => sources.Find(parameter) switch
    {
        { Source: ValueSource.File or ValueSource.Environment } given =>
            $"Now: {(parameter.IsSecret ? "***" : string.Join(' ', given.Words))}  ({OptionUse.PlaceOf(given)})",
        _ => null,
    };
}
