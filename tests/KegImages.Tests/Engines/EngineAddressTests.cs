using KegImages.Engines;

namespace KegImages.Tests.Engines;

public sealed class EngineAddressTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "/var/run/docker.sock", null, null, 2375)]
    [InlineData("npipe:////./pipe/docker_engine", null, "docker_engine", null, 2375)]
    [InlineData("tcp://far.example", null, null, "far.example", 2375)]
    [InlineData("tcp://far.example:4243", null, null, "far.example", 4243)]
    [InlineData("tcp://[::1]:4243/", null, null, "[::1]", 4243)]
    public void What_can_be_reached_is_read_and_written_as_it_was(string text, string? socket, string? pipe, string? host, int port)
    {
        var address = EngineAddress.Parse(text);

        (address.Socket, address.Pipe, address.Host, address.UsedPort).ShouldBe((socket, pipe, host, port));
        address.ToString().ShouldBe(text);
    }

    [Fact]
    public void With_keys_the_usual_port_is_another() =>
        (EngineAddress.Parse("tcp://far.example") with { Keys = new EngineKeys("/keys", true) }).Uri.ToString()
            .ShouldBe("https://far.example:2376/");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unix://")]
    [InlineData("npipe:////./pipe/")]
    [InlineData("ssh://me@far.example")]
    [InlineData("fd://")]
    [InlineData("far.example:2375")]
    [InlineData("tcp://me@far.example")]
    [InlineData("tcp://far.example/path")]
    [InlineData("tcp://")]
    public void What_docker_s_own_program_must_lead_to_is_none(string? text) => EngineAddress.TryParse(text, out _).ShouldBeFalse();
}
