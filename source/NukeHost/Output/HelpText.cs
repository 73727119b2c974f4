using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.Startup;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Output;

/// <summary>What <c>--help</c> prints: targets, then parameters by topic, those of every build last; at most 80 columns.</summary>
internal static class HelpText
{
    private const int Width = 80;
    private const int LongestHead = 24;

    public static string Of(BuildSession session, ParameterSources sources, string? logo)
    {
        var text = new StringBuilder();
        if (logo is not null)
            text.AppendLine(logo).AppendLine();
        text.AppendLine($"Usage: {session.Environment.Program} [targets] [--parameter value …]");
        text.AppendLine("A parameter is also read from the variable that stands in brackets behind it.").AppendLine();
        Targets(text, session.Targets.Where(target => target.Listed).ToArray());
        foreach (var topic in session.Parameters.GroupBy(parameter => parameter.Topic ?? ""))
            Parameters(text, topic.Key.Length == 0 ? "Parameters" : $"Parameters: {topic.Key}", topic, sources);
        Parameters(text, "Parameters of every build", OwnParameters.All, sources);
        return text.ToString().TrimEnd();
    }

    private static void Targets(StringBuilder text, IReadOnlyList<ExecutableTarget> targets)
    {
        text.AppendLine(targets.Any(target => target.IsDefault) ? "Targets (* runs when none is named)" : "Targets");
        var head = Math.Min(targets.Select(target => target.Name.Length).DefaultIfEmpty().Max() + 6, LongestHead);
        foreach (var target in targets)
        {
            var dependencies = target.ExecutionDependencies.Count > 0 ? $"→ {string.Join(", ", target.ExecutionDependencies)}" : null;
            Entry(text, $"  {(target.IsDefault ? "*" : " ")} {target.Name}", head, [target.Description, dependencies]);
        }

        text.AppendLine();
    }

    private static void Parameters(StringBuilder text, string title, IEnumerable<BuildParameter> parameters, ParameterSources sources)
    {
        text.AppendLine(title);
        var all = parameters.ToArray();
        var head = Math.Min(all.Max(parameter => parameter.Option.Length) + 8, LongestHead);
        foreach (var parameter in all)
        {
            var choices = parameter.ListsChoices ? parameter.Choices() : [];
            Entry(text, $"    --{parameter.Option}", head,
            [
                $"{parameter.Description} [{EnvironmentName.Of(parameter)}]".TrimStart(),
                choices.Count > 0 ? $"One of: {string.Join(", ", choices)}" : null,
                Current(parameter, sources),
            ]);
        }

        text.AppendLine();
    }

    // Values of the command line are what the caller just typed; those from elsewhere are what may surprise.
    private static string? Current(BuildParameter parameter, ParameterSources sources) => sources.Find(parameter) switch
    {
        { Source: ValueSource.File or ValueSource.Environment } given =>
            $"Now: {(parameter.IsSecret ? "***" : string.Join(' ', given.Words))}  ({OptionUse.PlaceOf(given)})",
        _ => null,
    };

    private static void Entry(StringBuilder text, string head, int column, IReadOnlyList<string?> paragraphs)
    {
        var lines = paragraphs.OfType<string>().SelectMany(paragraph => Wrap(paragraph, Width - column)).ToArray();
        if (head.Length >= column || lines.Length == 0)
            text.AppendLine(head);
        for (var i = 0; i < lines.Length; i++)
            text.Append((i == 0 && head.Length < column ? head : "").PadRight(column)).AppendLine(lines[i]);
    }

    private static IEnumerable<string> Wrap(string paragraph, int width)
    {
        var line = "";
        foreach (var word in paragraph.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
