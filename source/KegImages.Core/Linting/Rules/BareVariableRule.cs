using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Variables that a compose file hands on without a value.</summary>
internal sealed class BareVariableRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.BareVariable;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
        from service in ComposeServices.Of(subject)
        from item in Bare(service.Service.At("environment"))
        select new LintPlace(ComposeServices.At(subject, item.Node),
            $"service '{service.Name}' takes '{item.Name}' from this machine, or takes it away",
                $"give it a value: {item.Name}: ${{{item.Name}:-<default>}}");

    private static IEnumerable<(string Name,
        YamlDotNet.RepresentationModel.YamlNode Node)> Bare(YamlDotNet.RepresentationModel.YamlNode? environment) =>
        environment.Items().Where(item => item.Text() is { } text && !text.Contains('=', StringComparison.Ordinal))
            .Select(item => (item.Text()!, item))
            .Concat(environment.Entries().Where(entry => entry.Value.IsNull())
            .Select(entry => (entry.Key.Value ?? "", (YamlDotNet.RepresentationModel.YamlNode)entry.Key)));
}
