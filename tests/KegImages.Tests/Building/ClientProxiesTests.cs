using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class ClientProxiesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-proxies-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("""{"proxies":{"default":{"httpProxy":"http://p:1","noProxy":"a.io"}}}""",
        "HTTP_PROXY=http://p:1 NO_PROXY=a.io http_proxy=http://p:1 no_proxy=a.io")]
    [InlineData("""{"proxies":{"default":{"httpProxy":"http://p:1"},"tcp://far:1":{"httpsProxy":"http://q:1"}}}""",
        "HTTPS_PROXY=http://q:1 https_proxy=http://q:1")]
    [InlineData("""{"proxies":{"default":{"httpProxy":""}}}""", "")]
    [InlineData("""{"proxies":[1]}""", "")]
    [InlineData("[null]", "")]
    [InlineData("{", "")]
    public void What_buildx_adds_by_itself_is_told(string config, string expected)
    {
        File.WriteAllText(Path.Combine(folder, "config.json"), config);

        var args = ClientProxies.Of(new DockerClient { Host = "tcp://far:1" },
            new Dictionary<string, string> { ["DOCKER_CONFIG"] = folder });

        string.Join(' ', args.Select(arg => $"{arg.Key}={arg.Value}")).ShouldBe(expected);
        args.Keys.ShouldAllBe(name => ClientProxies.Names.Contains(name));
    }

    [Fact]
    public void A_client_without_settings_adds_none()
    {
        ClientProxies.Of(new DockerClient(), new Dictionary<string, string> { ["HOME"] = folder }).ShouldBeEmpty();
    }
}
