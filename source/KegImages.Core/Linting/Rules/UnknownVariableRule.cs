using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Variables that nothing in the family sets.</summary>
internal sealed class UnknownVariableRule : LintRule
{
    // Every image has these.
    private static readonly string[] Everywhere = ["PATH", "HOME"];

    public override LintRuleKind Kind => LintRuleKind.UnknownVariable;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
        from stage in subject.Stages
        where stage.IsInFamily
        from step in stage.Steps
        where DockerfileVariables.IsExpanded(step.Instruction) && step.Instruction.Keyword != "EXPOSE"
        from name in DockerfileVariables.In(step.Instruction)
        where !step.Names.Contains(name) && !Everywhere.Contains(name) && !DockerfileVariables.OfPlatform.Contains(name)
            && !subject.Image.Dockerfile.GlobalArgs.Any(arg => arg.Name == name)
            && !subject.Stages.Any(other => other.Names.Contains(name))
        select new LintPlace(
            subject.At(UndeclaredArgRule.LineOf(step.Instruction, name)),
            $"{step.Instruction.Keyword} uses '{name}', which nothing in the family sets{Suggestion.DidYouMean(name, step.Names)}",
            $"declare it above: ARG {name}=… or ENV {name}=…");
}
