using Nuke.Common.Execution;
using Nuke.Common.Startup;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Output;

/// <summary>A target's own page of help: what it does and writes, how it is called, and the options that it reads.</summary>
internal static class TargetPage
{
    public static void Write(HelpLines text, ExecutableTarget target, BuildSession session, ParameterSources sources)
    {
        var (program, usage) = (session.Environment.Program, target.Usage);
        text.Entry(target.Name, target.Name.Length + 2, [target.Description]);
        text.Line().Line($"Usage: {program} {target} [--option value …]");
        var before = Needed(target);
        if (before.Count > 0)
            text.Entry("Runs before it:", 17, [string.Join(", ", before)]);
        if (usage?.Writes is { } writes)
            text.Entry("Writes:", 17, [writes]);
        if (usage?.Refuses is { } refused)
            text.Entry("Cannot bear:", 17, [$"--{refused}"]);
        text.Line();
        Examples(text, program, usage?.Examples ?? []);
        var read = session.Parameters.Where(parameter => usage?.Reads(parameter.Option) ?? true).ToArray();
        foreach (var topic in read.GroupBy(parameter => parameter.Topic ?? ""))
            HelpText.Parameters(text, topic.Key.Length == 0 ? "Options" : $"Options: {topic.Key}", topic, sources);
        if (read.Length == 0)
            text.Line("It reads no options.").Line();
        text.Line($"Beside any target stand those of every build: {program} --help --all").Line();
    }

    // All that is run first, the nearest last.
    private static List<ExecutableTarget> Needed(ExecutableTarget target)
    {
        var needed = new List<ExecutableTarget>();
        Add(target);
        return needed;

        void Add(ExecutableTarget of)
        {
            foreach (var other in of.ExecutionDependencies.Where(other => !needed.Contains(other)))
            {
                Add(other);
                needed.Add(other);
            }
        }
    }

    private static void Examples(HelpLines text, string program, IReadOnlyList<string> examples)
    {
        if (examples.Count == 0)
            return;
        text.Line("Examples");
        foreach (var example in examples)
        {
            var (words, meaning) = example.IndexOf('#', StringComparison.Ordinal) is > 0 and var at
                ? (example[..at].TrimEnd(), example[(at + 1)..].Trim()) : (example, null);
            text.Line($"    {program} {words}");
            if (meaning is not null)
                text.Line($"        {meaning}");
        }

        text.Line();
    }
}
