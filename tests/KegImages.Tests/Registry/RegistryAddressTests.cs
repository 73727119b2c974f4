using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public class RegistryAddressTests
{
    [Theory]
    [InlineData("node", "docker.io", "https://registry-1.docker.io/v2/library/node/x")]
    [InlineData("keg/tap", "docker.io", "https://registry-1.docker.io/v2/keg/tap/x")]
    [InlineData("docker.io/library/node:20", "docker.io", "https://registry-1.docker.io/v2/library/node/x")]
    [InlineData("index.docker.io/node", "docker.io", "https://registry-1.docker.io/v2/library/node/x")]
    [InlineData("ghcr.io/simpleviewinc/tap:develop", "ghcr.io", "https://ghcr.io/v2/simpleviewinc/tap/x")]
    [InlineData("ghcr.io/tap", "ghcr.io", "https://ghcr.io/v2/tap/x")]
    [InlineData("registry.example.com:5000/tap", "registry.example.com:5000", "https://registry.example.com:5000/v2/tap/x")]
    [InlineData("localhost/tap", "localhost", "http://localhost/v2/tap/x")]
    [InlineData("localhost:5000/tap", "localhost:5000", "http://localhost:5000/v2/tap/x")]
    [InlineData("127.0.0.1:5000/a/b", "127.0.0.1:5000", "http://127.0.0.1:5000/v2/a/b/x")]
    [InlineData("127.1.2.3/a/b", "127.1.2.3", "http://127.1.2.3/v2/a/b/x")]
    [InlineData("[::1]:5000/tap", "[::1]:5000", "http://[::1]:5000/v2/tap/x")]
    [InlineData("10.0.0.1:5000/tap", "10.0.0.1:5000", "https://10.0.0.1:5000/v2/tap/x")]
    [InlineData("localhost.example.com/tap", "localhost.example.com", "https://localhost.example.com/v2/tap/x")]
    [InlineData("127.0.0.1.example.com/tap", "127.0.0.1.example.com", "https://127.0.0.1.example.com/v2/tap/x")]
    public void A_repository_is_reached(string reference, string host, string uri)
    {
        var address = RegistryAddress.Of(ImageReference.Parse(reference));

        address.Host.ShouldBe(host);
        address.Of("x").ShouldBe(new Uri(uri));
    }
}
