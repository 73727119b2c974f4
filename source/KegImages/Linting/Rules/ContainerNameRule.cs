using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Containers with a fixed name.</summary>
internal sealed class ContainerNameRule : LintRule
{
    public override string Id => "container-name";

    public override string Reason => "A service has a container_name: two branches of the tap cannot run side by side, because the second container's name is taken.";

    public override LintSeverity Default => LintSeverity.Warning;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
        from service in ComposeServices.Of(subject)
        let name = service.Service.At("container_name")
        where name is not null
        select new LintPlace(ComposeServices.At(subject, name), $"service '{service.Name}' is called '{name.Text()}' on the whole machine", "take container_name out: Docker Compose names the container by project and service");
}
