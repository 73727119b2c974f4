using KegImages.Configuration;

namespace KegImages.Linting;

/// <summary>Facts → findings. Pure.</summary>
internal static class Linter
{
    /// <summary>Everything that the rules find, by file and line; what <c>keg.yml</c> turns off is left out.</summary>
    public static ImmutableArray<LintFinding> Findings(LintFacts facts)
    {
        var stages = new StageStates(facts.Model.Family);
        return
        [
            .. (from image in facts.Model.Family.Images
                where facts.Files.ContainsKey(image.Name)
                let subject = new LintSubject(image, facts.Files[image.Name], facts.Model, stages.Of(image))
                from rule in LintRules.All
                let severity = facts.Model.Settings.Lint.GetValueOrDefault(rule.Kind.Id, rule.Kind.Default)
                where severity != LintSeverity.Off
                from place in rule.Find(subject)
                select new LintFinding(rule.Kind.Id, severity, image.Name.ToString(), place.Location, place.Message, place.Fix))
               // Several images of one Dockerfile have what is found in it in common.
               .DistinctBy(finding => (finding.Rule, finding.Location, finding.Message))
               .OrderBy(finding => finding.Location.File, StringComparer.Ordinal)
               .ThenBy(finding => finding.Location.Line)
               .ThenBy(finding => finding.Rule, StringComparer.Ordinal),
        ];
    }
}
