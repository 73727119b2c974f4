namespace KegImages.Building;

/// <summary>What <c>docker buildx inspect</c> says of a builder, as far as it matters here.</summary>
/// <param name="Driver">What runs BuildKit: <c>docker</c> is the engine itself; null where it is not said.</param>
/// <param name="Endpoint">Where its first node is; <c>default</c> is what DOCKER_HOST or nothing says.</param>
/// <param name="Platform">The platform that its first node builds for by itself; null while it does not run.</param>
/// <param name="IsContainerd">Whether images are kept in containerd's store.</param>
public sealed record BuilderInspection(string? Driver, string? Endpoint, string? Platform, bool IsContainerd)
{
    // By this buildx, too, tells which image store an engine has.
    private const string ContainerdLabel = "org.mobyproject.buildkit.worker.snapshotter";

    /// <summary>
    /// Whether the engine that the client reaches builds and keeps the image in its classic store: containerd's pushes by itself, and the
    /// engine says no digest that can be relied on (https://github.com/moby/moby/issues/48331).
    /// </summary>
    public bool KeepsInEngine => Driver == "docker" && Endpoint == "default" && !IsContainerd;

    /// <summary>Whether layers can be kept in a registry: an engine's classic store cannot
    /// (https://docs.docker.com/build/cache/backends/).</summary>
    public bool KeepsLayers => Driver is not (null or "docker") || IsContainerd;

    /// <summary>Reads the answer: lines of a word, a colon and a value, those of the first node where there are several.</summary>
    public static BuilderInspection Parse(string answer)
    {
        string? driver = null, endpoint = null, platforms = null;
        foreach (var line in answer.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            // Labels and warnings are indented.
            if (colon <= 0 || char.IsWhiteSpace(line[0]))
                continue;
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon])
            {
                case "Driver":
                    driver ??= value;
                    break;
                case "Endpoint":
                    endpoint ??= value;
                    break;
                case "Platforms":
                    platforms ??= value;
                    break;
            }
        }

        return new BuilderInspection(driver, endpoint, Native(platforms), answer.Contains(ContainerdLabel, StringComparison.Ordinal));
    }

    // The first is the node's own; a star tells that it was said at the builder's creation.
    private static string? Native(string? platforms) =>
        platforms?.Split(',')[0].Trim().TrimEnd('*') is { Length: > 0 } first ? first : null;
}
