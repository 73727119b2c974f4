using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Output;

/// <summary>All of help as a manual page (man(7)): the same data, for a system that the program is installed on.</summary>
internal static class ManPage
{
    public static string Of(string program, IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<BuildParameter> parameters)
    {
        var listed = targets.Where(target => target.Listed).ToArray();
        var text = new StringBuilder();
        text.Append($".TH {Escaped(program.ToUpperInvariant())} 1\n.SH NAME\n{Escaped(program)} \\- builds a family of Docker images\n")
            .Append($".SH SYNOPSIS\n.B {Escaped(program)}\n[targets] [\\-\\-option value ...]\n");
        foreach (var topic in listed.GroupBy(target => target.Usage?.Topic ?? "Further targets"))
        {
            text.Append($".SH {Escaped(topic.Key.ToUpperInvariant())}\n");
            foreach (var target in topic)
                Add(text, target, program);
        }

        foreach (var topic in parameters.GroupBy(parameter => parameter.Topic ?? ""))
            Add(text, $"OPTIONS {topic.Key.ToUpperInvariant()}".TrimEnd(), topic);
        Add(text, "OPTIONS BESIDE ANY TARGET", OwnParameters.All);
        return text.ToString();
    }

    private static void Add(StringBuilder text, ExecutableTarget target, string program)
    {
        text.Append($".TP\n.B {Escaped(target.Name)}\n{Escaped(target.Description ?? "")}\n");
        if (target.Usage is not { } usage)
            return;
        if (usage.Writes is { } writes)
            text.Append($".br\nWrites: {Escaped(writes)}\n");
        if (usage.Options.Count > 0)
            text.Append($".br\nReads: {Escaped(string.Join(", ", usage.Options.Select(option => $"--{option}")))}\n");
        foreach (var example in usage.Examples)
            text.Append($".br\n.I {Escaped($"{program} {example}")}\n");
    }

    private static void Add(StringBuilder text, string title, IEnumerable<BuildParameter> parameters)
    {
        text.Append($".SH {Escaped(title)}\n");
        foreach (var parameter in parameters)
        {
            text.Append($".TP\n.B {Escaped($"--{parameter.Option}")}\n")
                .Append($"{Escaped($"{parameter.Description} [{EnvironmentName.Of(parameter)}]".TrimStart())}\n");
        }
    }

    // What begins with a dot or an apostrophe would be a request, and a dash would be a hyphen.
    private static string Escaped(string text)
    {
        var safe = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("…", "...", StringComparison.Ordinal);
        return safe.StartsWith('.') || safe.StartsWith('\'') ? "\\&" + safe : safe;
    }
}
