using System.Net;

namespace KegImages.Registry;

/// <summary>Where a repository is reached. Docker Hub's names are mapped; a registry on the loopback speaks plain HTTP, all others
/// HTTPS.</summary>
internal sealed record RegistryAddress(string Host, Uri Base, string Repository)
{
    private const string DockerHub = "docker.io";
    private const string DockerHubApi = "registry-1.docker.io";

    public bool IsLoopback => Base.Scheme == Uri.UriSchemeHttp;

    public static RegistryAddress Of(ImageReference reference)
    {
        if (reference.Registry is null or DockerHub or "index.docker.io" or DockerHubApi)
        {
            var repository = reference.Repository.Contains('/', StringComparison.Ordinal) ? reference.Repository
                : $"library/{reference.Repository}";
            return new RegistryAddress(DockerHub, new Uri($"https://{DockerHubApi}/"), repository);
        }

        var scheme = IsLoopbackHost(reference.Registry) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        return new RegistryAddress(reference.Registry, new Uri($"{scheme}://{reference.Registry}/"), reference.Repository);
    }

    /// <summary>The address below <c>/v2/&lt;repository&gt;/</c>.</summary>
    public Uri Of(string path) => new(Base, $"v2/{Repository}/{path}");

    private static bool IsLoopbackHost(string registry)
    {
        var end = registry.StartsWith('[') ? registry.IndexOf(']', StringComparison.Ordinal) + 1
            : registry.IndexOf(':', StringComparison.Ordinal);
        var host = end > 0 ? registry[..end] : registry;
        return host == "127.0.0.1" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
