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
    private const string Running = "running";

    // The first whose client hands named contexts to the Dockerfile frontend.
    private static readonly Version OldestBuildKit = new(0, 10);

    /// <summary>Its nodes, in the order in which buildx names them.</summary>
    public ImmutableArray<BuilderNode> Nodes { get; init; } = [];

    /// <summary>
    /// Whether the engine that the client reaches builds and keeps the image in its classic store: containerd's pushes by itself, and the
    /// engine says no digest that can be relied on (https://github.com/moby/moby/issues/48331).
    /// </summary>
    public bool KeepsInEngine => IsEngine && Endpoint == "default" && !IsContainerd;

    /// <summary>Whether an engine builds, and keeps what it built among its images.</summary>
    public bool IsEngine => Driver == "docker";

    /// <summary>
    /// Whether it is BuildKit itself, or an engine with containerd's image store: both push by digest, build for several platforms at once,
    /// attest, and export their cache. An engine with its classic store does none of these.
    /// </summary>
    public bool IsWhole => Driver is not null && (!IsEngine || IsContainerd);

    /// <summary>Whether a node of it answers; nobody says so of what is not started.</summary>
    public bool IsRunning => Nodes.Any(node => node.Status == Running);

    /// <summary>The platforms that its nodes say they build for, each node's own ones first among them.</summary>
    public IEnumerable<string> Platforms => Nodes.SelectMany(node => node.Platforms).Distinct(StringComparer.Ordinal);

    /// <summary>The oldest BuildKit among its nodes; null where none says a version.</summary>
    public Version? BuildKit => Nodes.Select(node => node.BuildKit).Where(version => version is not null).Min();

    /// <summary>Whether its BuildKit says a version, and one that is too old.</summary>
    public bool IsTooOld => BuildKit is { } version && version < OldestBuildKit;

    /// <summary>What it is, in a few words: <c>remote, 2 nodes, linux/amd64 and linux/arm64</c>.</summary>
    public string Described
    {
        get
        {
            var native = Nodes.Select(node => node.Native).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            string?[] parts = [Driver ?? "of an unknown driver", IsEngine && IsContainerd ? "containerd's image store" : null,
                Nodes.Length > 1 ? $"{Nodes.Length} nodes" : null, native.Count > 0 ? string.Join(" and ", native) : null,
                BuildKit is { } version ? $"BuildKit {version}" : null];
            return string.Join(", ", parts.OfType<string>());
        }
    }

    /// <summary>Reads the answer: lines of a word, a colon and a value, a block for each node after that of the builder.</summary>
    public static BuilderInspection Parse(string answer)
    {
        string? driver = null;
        List<BuilderNode> nodes = [];
        foreach (var line in answer.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            // Labels and warnings are indented.
            if (colon <= 0 || char.IsWhiteSpace(line[0]))
                continue;
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon])
            {
                // Of an engine that does not answer it is said without one.
                case "Driver" when value.Length > 0:
                    driver ??= value;
                    break;
                case "Nodes":
                    nodes = [];
                    break;
                case "Name":
                    nodes.Add(new BuilderNode());
                    break;
                case "Endpoint":
                    Add(node => node.Endpoint is null ? node with { Endpoint = value } : node);
                    break;
                case "Status":
                    Add(node => node with { Status = value });
                    break;
                case "Buildkit" or "BuildKit version":
                    Add(node => node with { BuildKit = VersionOf(value) });
                    break;
                case "Platforms":
                    Add(node => node with { Platforms = PlatformsOf(value) });
                    break;
            }
        }

        var all = nodes.Where(node => node != BuilderNode.None).ToImmutableArray();
        return new BuilderInspection(driver, all.FirstOrDefault()?.Endpoint, all.FirstOrDefault(node => !node.Platforms.IsEmpty)?.Native,
            answer.Contains(ContainerdLabel, StringComparison.Ordinal)) { Nodes = all };

        void Add(Func<BuilderNode, BuilderNode> with)
        {
            if (nodes.Count == 0)
                nodes.Add(new BuilderNode());
            nodes[^1] = with(nodes[^1]);
        }
    }

    // What a distribution built says v0.0.0+unknown.
    private static Version? VersionOf(string text) =>
        Spelling.VersionIn($" {text}", isWord: true) is { } version && version > new Version(0, 0, 0) ? version : null;

    // The first is the node's own; a star tells that it was said at the builder's creation.
    private static ImmutableArray<string> PlatformsOf(string text) =>
        [.. text.Split(',').Select(platform => platform.Trim().TrimEnd('*')).Where(platform => platform.Length > 0)];
}
