using KegImages.Configuration;
using KegImages.Dockerfiles;

namespace KegImages.Linting.Rules;

/// <summary>Variables that would have a value if an ARG stood in the right place.</summary>
internal sealed class UndeclaredArgRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.UndeclaredArg;

    public override IEnumerable<LintPlace> Find(LintSubject subject)
    {
        var global = subject.Image.Dockerfile.GlobalArgs.Select(arg => arg.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var stage in subject.Stages)
        {
            foreach (var (instruction, names) in stage.Steps)
            {
                var used = instruction.Keyword == "RUN" ? DockerfileVariables.InShell(instruction)
                    : DockerfileVariables.IsExpanded(instruction) ? DockerfileVariables.In(instruction) : [];
                foreach (var name in used.Where(name => !names.Contains(name)))
                {
                    if (Because(subject, stage, instruction, name, global) is { } because)
                        yield return new LintPlace(subject.At(LineOf(instruction, name)),
                            $"{instruction.Keyword} uses '{name}', which is empty here: {because}",
                                $"declare it in this stage, above: ARG {name}");
                }
            }
        }
    }

    public static int LineOf(DockerfileInstruction instruction, string name)
    {
        var at = instruction.Arguments.IndexOf('$' + name, StringComparison.Ordinal);
        if (at < 0)
            at = instruction.Arguments.IndexOf("${" + name, StringComparison.Ordinal);
        return at < 0 ? instruction.Line : instruction.LineAt(at);
    }

    private static string? Because(LintSubject subject, StageState stage, DockerfileInstruction instruction, string name,
        HashSet<string> global)
    {
        if (Declaration(stage, name) is { } later)
            return later > instruction.Line ? $"its ARG stands below, in line {later}" : null;
        if (global.Contains(name))
            return "its ARG stands before the first FROM, where only FROM sees it";
        if (DockerfileVariables.OfPlatform.Contains(name))
            return "BuildKit fills it in only where an ARG declares it";
        if (subject.Stages.Where(other => other != stage && Declaration(other, name) is not null).Select(other => other.Stage)
            .FirstOrDefault() is { } elsewhere)
            return $"its ARG stands in stage '{elsewhere}' alone";
        return subject.Files.Values is { } values && values.Args.TryGetValue(name, out var given)
            ? $"{given.Location} gives it, and no ARG takes it" : null;
    }

    private static int? Declaration(StageState stage, string name) => stage.Stage.Instructions
        .Where(instruction => instruction.Keyword == "ARG" && instruction.Declarations().Any(arg => arg.Name == name))
        .Select(instruction => (int?)instruction.Line)
        .FirstOrDefault();
}
