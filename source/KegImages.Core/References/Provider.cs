namespace KegImages.References;

/// <summary>A registry plus a namespace, such as <c>ghcr.io/simpleviewinc</c>: where the family's images live.</summary>
public sealed record Provider
{
    private Provider(string registry, string @namespace) => (Registry, Namespace) = (registry, @namespace);

    /// <summary>The registry's host and port.</summary>
    public string Registry { get; }

    /// <summary>The path below the registry that all images share.</summary>
    public string Namespace { get; }

    /// <summary>Reads a provider, <c>registry/namespace</c>. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static Provider Parse(string text) => TryParse(text, out var provider)
        ? provider
        : throw new WrongUseException($"'{text}' is not a provider: " + (TryParse(text.ToLowerInvariant(), out var lower)
            ? $"a registry has lowercase letters alone: {lower}" : "expected registry/namespace, such as ghcr.io/simpleviewinc"));

    /// <summary>Reads a provider; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Provider? provider)
    {
        provider = ImageReference.TryParse(text, out var reference) && reference is { Registry: { } registry, Tag: null, Digest: null }
            ? new Provider(registry, reference.Repository)
            : null;
        return provider is not null;
    }

    /// <summary>The repository of one of its images, with neither tag nor digest; that of all its variants.</summary>
    public ImageReference Of(ImageName name) => ImageReference.Of(Registry, $"{Namespace}/{name.Repository}");

    /// <summary>Whether a reference points at an image right below this provider, whatever its tag; one with no registry points at Docker
    /// Hub. To Docker a host in other case is another reference, but it is the same machine, and so the same image.</summary>
    public bool Holds(ImageReference reference) =>
        IsAt(reference.Host)
        && reference.Path.Length == Namespace.Length + 1 + reference.Name.Length
        && reference.Path.StartsWith(Namespace, StringComparison.Ordinal);

    /// <summary>Whether its registry is at a host, in whatever case either is written.</summary>
    public bool IsAt(string host) => HostOf(Registry).Equals(HostOf(host), StringComparison.OrdinalIgnoreCase);

    private static string HostOf(string registry) =>
        registry is "index.docker.io" or "registry-1.docker.io" ? ImageReference.DockerHub : registry;

    /// <summary><c>registry/namespace</c>.</summary>
    public override string ToString() => $"{Registry}/{Namespace}";
}
