using KegImages.References;
using KegImages.Running;

namespace KegImages.Tests.Running;

public sealed class ComposeModelTests
{
    // As docker compose 2.26 prints it.
    private const string Json = """
        {
          "name": "x",
          "services": {
            "web": {
              "build": { "context": "/tap", "dockerfile": "Dockerfile" },
              "container_name": "foo",
              "environment": { "BARE": null, "KEG_PROXY_PORT": "19006" },
              "image": "ghcr.io/simpleviewinc/evf:develop",
              "networks": { "default": null },
              "ports": [
                { "mode": "ingress", "host_ip": "127.0.0.1", "target": 19006, "protocol": "tcp" },
                { "mode": "ingress", "target": 9229, "published": "9229", "protocol": "udp" }
              ]
            },
            "db": { "image": "postgres:16", "network_mode": "host" }
          }
        }
        """;

    private static readonly ComposeModel Model = ComposeModel.Parse(Json, "docker-compose.yml");

    [Fact]
    public void What_compose_prints_is_read()
    {
        Model.Services.Select(service => service.Name).ShouldBe(["db", "web"]);
        var web = Model.Services[1];
        web.HasBuild.ShouldBeTrue();
        web.ContainerName.ShouldBe("foo");
        web.Unset.ShouldBe(["BARE"]);
        web.Networks.ShouldBe(["default"]);
        web.Ports.Select(port => port.ToString()).ShouldBe(["127.0.0.1::19006", "9229:9229/udp"]);
        Model.Services[0].NetworkMode.ShouldBe("host");
        Model.Services[0].HasBuild.ShouldBeFalse();
    }

    [Theory]
    [InlineData("web", "web", "web")]
    [InlineData("evf", "db", "db")]
    [InlineData("evf", "evf", "web")]
    public void The_tap_is_the_service_of_its_name_or_alias_or_image(string name, string alias, string expected) =>
        Model.ServiceOf(ImageName.Parse(name), alias, ImageReference.Parse("ghcr.io/simpleviewinc/evf")).Name.ShouldBe(expected);

    [Theory]
    [InlineData("evf:develop", "quay.io/team/evf:1")]
    [InlineData("docker.io/acme/evf:1", "evf/evf:1")]
    [InlineData("acme/evf", "localhost/evf")]
    public void An_image_of_that_name_at_another_provider_is_not_the_tap_s(string own, string other)
    {
        var model = new ComposeModel("compose.yml", [new ComposeService("a") { Image = other }, new ComposeService("b") { Image = own }]);

        model.ServiceOf(ImageName.Parse("evf"), "evf", ImageReference.Parse("docker.io/acme/evf")).Name.ShouldBe("b");
    }

    [Fact]
    public void The_only_service_is_the_tap_whatever_it_is_called() =>
        new ComposeModel("compose.yml", [new ComposeService("app") { HasBuild = true }]).ServiceOf(ImageName.Parse("evf"),
            "evf").Name.ShouldBe("app");

    [Fact]
    public void A_file_without_services_says_so() =>
        Should.Throw<WrongUseException>(() =>
            ComposeModel.Parse("{}", "compose.yml")
                .ServiceOf(ImageName.Parse("evf"), "evf")).Message.ShouldContain("it has no service at all");
}
