using KegImages.Configuration;

namespace KegImages.Linting.Rules;

internal sealed class ContainerNameRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.ContainerName;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
        from service in ComposeServices.Of(subject)
        let name = service.Service.At("container_name")
        where name is not null
        select new LintPlace(ComposeServices.At(subject, name), $"service '{service.Name}' is called '{name.Text()}' on the whole machine",
            "take container_name out: Docker Compose names the container by project and service");
}
