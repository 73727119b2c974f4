using System.Collections.Immutable;
using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class BuilderChoiceTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("keg-choice-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("", "", true)]
    [InlineData("DOCKER_HOST", "unix:///run/user/1000/docker.sock", true)]
    [InlineData("DOCKER_HOST", "tcp://far:2376", false)]
    [InlineData("DOCKER_HOST", "ssh://far", false)]
    [InlineData("DOCKER_CONTEXT", "far", false)]
    [InlineData("DOCKER_CONTEXT", "default", true)]
    [InlineData("BUILDX_BUILDER", "far", false)]
    [InlineData("DOCKER_DEFAULT_PLATFORM", "linux/arm64", true)]
    public void What_leads_elsewhere_is_told_from_the_engine_of_this_machine(string variable, string value, bool isThisMachine)
    {
        Of(null, variable, value).IsThisMachine.ShouldBe(isThisMachine);
    }

    [Fact]
    public void An_option_and_the_clients_own_settings_lead_elsewhere_too()
    {
        var here = Of(null);
        here.IsThisMachine.ShouldBeTrue();
        Of("far").IsThisMachine.ShouldBeFalse();

        Write("config.json", """{"currentContext":"far"}""");
        var byContext = Of(null);
        byContext.IsThisMachine.ShouldBeFalse();
        Of(null, "DOCKER_HOST", "unix:///x").IsThisMachine.ShouldBeTrue("a host wins over a context");

        Write("config.json", "{}");
        Write("buildx/current", """{"Key":"unix:///var/run/docker.sock","Name":"far","Global":false}""");
        var byUse = Of(null);
        byUse.IsThisMachine.ShouldBeFalse();
        new[] { here, byContext, byUse }.Select(choice => choice.Key).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void Settings_that_cannot_be_read_choose_nothing()
    {
        Write("config.json", "[null");

        Of(null).IsThisMachine.ShouldBeTrue();
    }

    [Fact]
    public void A_private_engine_is_led_to_by_its_own_variables_alone()
    {
        var docker = new DockerClient { Environment = ImmutableSortedDictionary<string, string?>.Empty.Add("DOCKER_HOST",
            "unix:///run/own.sock").Add("BUILDX_BUILDER", null) };

        BuilderChoice.Of(null, docker,
            new Dictionary<string, string> { ["HOME"] = home, ["DOCKER_HOST"] = "tcp://far:1",
                ["BUILDX_BUILDER"] = "far" }).IsThisMachine.ShouldBeTrue();
    }

    private BuilderChoice Of(string? builder, string variable = "", string value = "")
    {
        var environment = new Dictionary<string, string> { ["HOME"] = home };
        if (variable.Length > 0)
            environment[variable] = value;
        return BuilderChoice.Of(builder, new DockerClient(), environment);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(home, ".docker", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
