using KegImages.Environments;

namespace KegImages.Running;

/// <summary>All that a start depends on, read once.</summary>
public sealed record StartFacts
{
    /// <summary>The tap's name.</summary>
    public required ImageName Name { get; init; }

    /// <summary>The word for it in commands.</summary>
    public required string Alias { get; init; }

    /// <summary>What a service is called that a start writes by itself: no service's name has a variant's colon.</summary>
    internal string ServiceName => Alias.Replace(':', '-');

    /// <summary>The word for it in a compose file, which is the same for all variants.</summary>
    internal string AliasOfAll => Alias.Split(':')[0];

    /// <summary>The family, by the provider that <c>keg.yml</c> names.</summary>
    public required string Family { get; init; }

    /// <summary>The image to run.</summary>
    public required RunnableImage Image { get; init; }

    /// <summary><c>&lt;alias&gt;-&lt;slug&gt;</c>: the host's first label, and the name of the compose project.</summary>
    public required string Label { get; init; }

    /// <summary>What keg-proxy needs.</summary>
    public required ProxySettings Proxy { get; init; }

    /// <summary>The folder for what is generated, of this project alone.</summary>
    public required string Folder { get; init; }

    /// <summary>The ports that the tap listens on, the one for keg-proxy first.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary><c>--port</c>.</summary>
    public int? Port { get; init; }

    /// <summary><c>--env</c>.</summary>
    public string? Environment { get; init; }

    /// <summary>When the provider is asked.</summary>
    public PullPolicy Pull { get; init; }

    /// <summary>How long it may take to become healthy.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether it is run as a package: from the image alone.</summary>
    public bool IsPackage { get; init; }

    /// <summary>The absolute path of the tap's compose file; null to run from the image alone.</summary>
    public string? ComposePath { get; init; }

    /// <summary>What that file says; null to run from the image alone.</summary>
    public ComposeModel? Compose { get; init; }

    /// <summary>The variables to run it with.</summary>
    public ImmutableArray<TapVariable> Variables { get; init; } = [];

    /// <summary>What file sync would do to it.</summary>
    public SyncFacts Sync { get; init; } = new();

    /// <summary>What to tell of the branch's own image, where another one is run; null where there is nothing to tell.</summary>
    public string? OwnImage { get; init; }

    /// <summary>Whether the engine has the proxy's network.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>The address behind keg-proxy.</summary>
    public string Url => Proxy.UrlOf(Label).ToString().TrimEnd('/');
}
