using System.Security.Cryptography;
using System.Text;
using KegImages.Building;
using KegImages.Engines;

namespace KegImages.Tests.Building;

/// <summary>The engine in force is the one that docker's own client would ask.</summary>
public sealed class ClientSettingsTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("keg-settings-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void Where_nothing_is_said_it_is_the_usual_socket() => Engine().ToString().ShouldBe(new DockerClient().Host);

    [Fact]
    public void A_host_wins_over_a_context_and_a_variable_over_the_settings()
    {
        Context("used", "unix:///used.sock");
        Context("said", "unix:///said.sock");
        Write("config.json", """{"currentContext":"used"}""");

        Engine().Socket.ShouldBe("/used.sock");
        Engine(("DOCKER_CONTEXT", "said")).Socket.ShouldBe("/said.sock");
        Engine(("DOCKER_CONTEXT", "default")).ToString().ShouldBe(new DockerClient().Host);
        Engine(("DOCKER_CONTEXT", "said"), ("DOCKER_HOST", "unix:///host.sock")).Socket.ShouldBe("/host.sock");
    }

    [Fact]
    public void A_folder_of_settings_may_be_elsewhere()
    {
        Context("far", "unix:///far.sock");

        Engine(("HOME", "/nowhere"), ("DOCKER_CONFIG", Path.Combine(home, ".docker")), ("DOCKER_CONTEXT", "far")).Socket
            .ShouldBe("/far.sock");
    }

    [Theory]
    [InlineData("""{"Host":"tcp://far:2376"}""", true, true, true)]
    [InlineData("""{"Host":"tcp://far:2376","SkipTLSVerify":true}""", true, true, false)]
    [InlineData("""{"Host":"tcp://far:2376","SkipTLSVerify":true}""", false, true, false)]
    [InlineData("""{"Host":"tcp://far:2375","SkipTLSVerify":false}""", false, false, false)]
    [InlineData("""{"Host":"unix:///far.sock"}""", true, false, false)]
    public void A_context_brings_its_keys(string endpoint, bool hasFolder, bool hasKeys, bool verifies)
    {
        Meta("far", endpoint);
        var keys = Path.Combine(home, ".docker", "contexts", "tls", Id("far"), "docker");
        if (hasFolder)
            Directory.CreateDirectory(keys);

        Engine(("DOCKER_CONTEXT", "far")).Keys.ShouldBe(hasKeys ? new EngineKeys(keys, verifies) : null);
    }

    [Theory]
    [InlineData("DOCKER_TLS_VERIFY", true)]
    [InlineData("DOCKER_TLS", false)]
    public void Variables_bring_keys_for_a_host(string variable, bool verifies)
    {
        Engine(("DOCKER_HOST", "tcp://far:2376"), (variable, "1")).Keys.ShouldBe(new EngineKeys(Path.Combine(home, ".docker"), verifies));
        Engine(("DOCKER_HOST", "tcp://far:2376"), (variable, "1"), ("DOCKER_CERT_PATH", "/keys")).Keys
            .ShouldBe(new EngineKeys("/keys", verifies));
        Engine(("DOCKER_HOST", "unix:///x.sock"), (variable, "1")).Keys.ShouldBeNull();
        Engine(("DOCKER_HOST", "tcp://far:2375")).Keys.ShouldBeNull();
    }

    [Theory]
    [InlineData("ssh://me@far", null, null)]
    [InlineData(null, "gone", null)]
    [InlineData(null, "broken", "[null")]
    [InlineData(null, "by-ssh", """{"Endpoints":{"docker":{"Host":"ssh://me@far"}}}""")]
    [InlineData(null, "empty", """{"Endpoints":{}}""")]
    public void What_only_docker_itself_can_reach_or_read_it_is_asked_to(string? host, string? context, string? meta)
    {
        if (meta is not null)
            Write($"contexts/meta/{Id(context!)}/meta.json", meta);

        var engine = Engine(host is null ? ("DOCKER_CONTEXT", context!) : ("DOCKER_HOST", host));

        engine.Program!.ToString().ShouldBe("docker system dial-stdio");
        engine.ToString().ShouldBe(host ?? $"the context '{context}'");
    }

    private EngineAddress Engine(params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string> { ["HOME"] = home };
        foreach (var (name, value) in variables)
            environment[name] = value;
        return new ClientSettings(new DockerClient(), environment).Engine();
    }

    private static string Id(string context) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));

    private void Context(string name, string host) => Meta(name, $$"""{"Host":"{{host}}"}""");

    private void Meta(string name, string endpoint) =>
        Write($"contexts/meta/{Id(name)}/meta.json", $$"""{"Name":"{{name}}","Metadata":{},"Endpoints":{"docker":{{endpoint}} } }""");

    private void Write(string file, string text)
    {
        var path = Path.Combine(home, ".docker", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
