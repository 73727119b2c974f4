using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Ports that are named by a variable without a value.</summary>
internal sealed class ExposeRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.Expose;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
        from stage in subject.Stages
        from step in stage.Steps
        where step.Instruction.Keyword == "EXPOSE"
        from name in DockerfileVariables.In(step.Instruction)
        where !step.Names.Contains(name)
        select new LintPlace(
            subject.At(UndeclaredArgRule.LineOf(step.Instruction, name)),
            $"EXPOSE uses '{name}', which no ARG or ENV declares before it{Suggestion.DidYouMean(name, step.Names)}",
            $"declare it above, with the port that the server listens on: ENV {name}=…");
}
