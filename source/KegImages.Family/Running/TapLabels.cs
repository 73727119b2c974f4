namespace KegImages.Running;

/// <summary>The labels by which containers are found again, and by which keg-proxy finds them.</summary>
public static class TapLabels
{
    /// <summary>The family, by the provider that <c>keg.yml</c> names.</summary>
    public const string Family = "io.keg.family";

    /// <summary>The tap's name.</summary>
    public const string Tap = "io.keg.tap";

    /// <summary>The reference that was asked for.</summary>
    public const string Image = "io.keg.image";

    /// <summary>What was run: the digest, or the id of an image that has none.</summary>
    public const string Pinned = "io.keg.pinned";

    /// <summary>The address behind keg-proxy.</summary>
    public const string Url = "io.keg.url";

    /// <summary>The port that the tap listens on.</summary>
    public const string Port = "io.keg.port";

    /// <summary>What <c>--port</c> asked for; a restart keeps to it.</summary>
    public const string AskedPort = "io.keg.asked.port";

    /// <summary>What <c>--env</c> asked for; a restart keeps to it.</summary>
    public const string AskedEnvironment = "io.keg.asked.env";

    /// <summary>How it was started: <c>start</c> or <c>package</c>.</summary>
    public const string Kind = "io.keg.kind";

    /// <summary>Marks a package in place of a built image: when it was made, by RFC 3339, in UTC.</summary>
    public const string Package = "io.keg.package";

    /// <summary>Marks a network that a start made.</summary>
    public const string MadeNetwork = "io.keg.network";

    /// <summary>What <see cref="MadeNetwork"/> says then.</summary>
    public const string Made = "made";

    /// <summary>The project of a container, Compose's own label.</summary>
    public const string Project = "com.docker.compose.project";

    /// <summary>All labels of a tap's container.</summary>
    public static ImmutableSortedDictionary<string, string> Of(StartFacts facts)
    {
        var host = new Uri(facts.Url).Host;
        var labels = new Dictionary<string, string>
        {
            [Family] = facts.Family,
            [Tap] = facts.Name.ToString(),
            [Image] = facts.Image.Reference.ToString(),
            [Pinned] = facts.Image.Pinned,
            [Url] = facts.Url,
            [Kind] = facts.IsPackage ? "package" : "start",
        };
        if (facts.Port is { } asked)
            labels[AskedPort] = $"{asked}";
        if (facts.Environment is { } environment)
            labels[AskedEnvironment] = environment;
        if (facts.Ports is [var port, ..])
        {
            labels[Port] = $"{port}";
            labels["traefik.enable"] = "true";
            labels["traefik.docker.network"] = facts.Proxy.Network;
            labels[$"traefik.http.routers.{facts.Label}.rule"] = $"Host(`{host}`)";
            labels[$"traefik.http.routers.{facts.Label}.entrypoints"] = facts.Proxy.EntryPoint;
            labels[$"traefik.http.routers.{facts.Label}.service"] = facts.Label;
            labels[$"traefik.http.services.{facts.Label}.loadbalancer.server.port"] = $"{port}";
            labels["com.keg.proxy.domain"] = facts.Label;
        }

        return labels.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
