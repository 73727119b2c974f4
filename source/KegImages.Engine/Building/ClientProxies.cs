using System.Text.Json.Nodes;

namespace KegImages.Building;

/// <summary>
/// The build args that buildx itself adds from the client's <c>proxies</c>. A <c>RUN</c> sees them and no image keeps them, unless a
/// Dockerfile declares one: then it is an arg like others. See <see href="https://docs.docker.com/engine/cli/proxy/"/>.
/// </summary>
public static class ClientProxies
{
    // What each setting becomes; each in capitals and in small letters.
    private static readonly (string Setting, string Arg)[] Settings =
    [
        ("httpProxy", "HTTP_PROXY"), ("httpsProxy", "HTTPS_PROXY"), ("ftpProxy", "FTP_PROXY"),
        ("noProxy", "NO_PROXY"), ("allProxy", "ALL_PROXY"),
    ];

    /// <summary>Every name that such an arg can have.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. Settings.SelectMany(setting => new[] { setting.Arg, setting.Arg.ToLowerInvariant() })];

    /// <summary>The args; none where the client's settings have no proxies, or cannot be read, which the client itself will say.</summary>
    public static ImmutableSortedDictionary<string, string> Of(DockerClient docker, IReadOnlyDictionary<string, string> environment)
    {
        var args = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        try
        {
            var file = Path.Combine(new ClientSettings(docker, environment).Folder, "config.json");
            if (!File.Exists(file))
                return args.ToImmutable();
            var proxies = new OutsideDocument(file).ReadObject(File.ReadAllBytes(file))["proxies"] as JsonObject;
            var chosen = proxies?[docker.Host] as JsonObject ?? proxies?["default"] as JsonObject ?? [];
            foreach (var (setting, arg) in Settings)
            {
                if (chosen[setting] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0)
                    (args[arg], args[arg.ToLowerInvariant()]) = (text, text);
            }
        }
        catch (Exception exception) when (exception is UnreadableDocumentException or IOException or UnauthorizedAccessException)
        {
            args.Clear();
        }

        return args.ToImmutable();
    }
}
