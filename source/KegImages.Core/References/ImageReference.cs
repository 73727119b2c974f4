namespace KegImages.References;

/// <summary>A reference to an image: <c>[registry/]repository[:tag][@digest]</c>, round-tripping as written. Two are equal when Docker
/// takes them for the same: <c>node</c>, <c>node:latest</c> and <c>docker.io/library/node:latest</c> are one. See
/// <see href="https://pkg.go.dev/github.com/distribution/reference"/>.</summary>
public sealed record ImageReference
{
    /// <summary>The host that is meant where none is written.</summary>
    internal const string DockerHub = "docker.io";

    private const string LegacyDockerHub = "index.docker.io";
    private const string OfficialImages = "library/";
    private const string Latest = "latest";
    private string? familiar;

    private ImageReference(string? registry, string repository, Tag? tag, Digest? digest)
    {
        (Registry, Repository, Tag, Digest) = (registry, repository, tag, digest);
        Host = registry is null or LegacyDockerHub ? DockerHub : registry;
        IsOnDockerHub = Host == DockerHub;
        Path = IsOnDockerHub && !repository.Contains('/', StringComparison.Ordinal) ? OfficialImages + repository : repository;
        IsOfficial = IsOnDockerHub
            && Path.StartsWith(OfficialImages, StringComparison.Ordinal) && Path.LastIndexOf('/') == OfficialImages.Length - 1;
        Locator = IsOfficial ? Path[OfficialImages.Length..] : IsOnDockerHub ? Path : $"{Host}/{Path}";
    }

    /// <summary>The registry's host and port as written, such as <c>ghcr.io</c> or <c>localhost:5000</c>; null when none was written
    /// (Docker Hub).</summary>
    public string? Registry { get; }

    /// <summary>The repository's path without the registry as written, such as <c>simpleviewinc/tap</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag, where one is written.</summary>
    public Tag? Tag { get; }

    /// <summary>The digest, where one is written.</summary>
    public Digest? Digest { get; }

    /// <summary>The host that is meant, written or not: <c>docker.io</c> for Docker Hub.</summary>
    public string Host { get; }

    /// <summary>The whole path at the host: <c>library/node</c> for Docker Hub's own <c>node</c>.</summary>
    public string Path { get; }

    /// <summary>Whether it is one of Docker Hub's own images, which have a name and no more: <c>node</c>.</summary>
    public bool IsOfficial { get; }

    /// <summary>Whether a name is all that is written of the repository, with neither host nor path.</summary>
    public bool IsShort => Registry is null && !Repository.Contains('/', StringComparison.Ordinal);

    /// <summary>The last part of the repository's path: the image's own name.</summary>
    public string Name => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>The repository without tag and digest, as Docker shortens it: the same for the same repository.</summary>
    public string Locator { get; }

    /// <summary>The form that BuildKit compares build-context keys with: no <c>docker.io/library/</c>, no <c>docker.io/</c> and no
    /// <c>:latest</c>. Equal references have the same.</summary>
    public string Familiar => familiar ??=
        Locator + (Tag is null || (Tag.ToString() == Latest && Digest is null) ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}");

    private bool IsOnDockerHub { get; }

    /// <summary>A reference from its parts. Throws <see cref="WrongUseException"/> when registry or repository break the grammar.</summary>
    public static ImageReference Of(string? registry, string repository, Tag? tag = null, Digest? digest = null) =>
        Parse((registry is null ? "" : registry + "/") + repository + (tag is null ? "" : $":{tag}")
            + (digest is null ? "" : $"@{digest}"));

    /// <summary>The same image under this tag, with no digest.</summary>
    public ImageReference With(Tag tag) => new(Registry, Repository, tag, null);

    /// <summary>The same image at this digest, with no tag: what cannot move.</summary>
    public ImageReference At(Digest digest) => new(Registry, Repository, null, digest);

    /// <summary>Reads a reference. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static ImageReference Parse(string text) => TryParse(text, out var reference)
        ? reference
        : throw new WrongUseException(Refusal(text));

    /// <summary>What is wrong with a text that is no reference.</summary>
    internal static string Refusal(string text) =>
        $"'{text}' is not an image reference: expected [registry/]repository[:tag][@digest], the repository in lowercase";

    /// <summary>Reads a reference; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        if (text is null || ReferenceGrammar.IsId(text))
            return false;

        var name = text;
        Digest? digest = null;
        if (name.IndexOf('@', StringComparison.Ordinal) is var at and >= 0)
        {
            if (!Digest.TryParse(name[(at + 1)..], out digest))
                return false;
            name = name[..at];
        }

        Tag? tag = null;
        if (name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/'))
        {
            if (!Tag.TryParse(name[(colon + 1)..], out tag))
                return false;
            name = name[..colon];
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var registry = slash > 0 && ReferenceGrammar.IsHostPart(name.AsSpan(0, slash)) ? name[..slash] : null;
        var repository = registry is null ? name : name[(slash + 1)..];
        if (!ReferenceGrammar.IsPath(repository) || (registry is not null && !ReferenceGrammar.IsHost(registry)))
            return false;

        reference = new ImageReference(registry, repository, tag, digest);
        return true;
    }

    /// <summary>The references among the names that an engine lists of an image; what is none (<c>&lt;none&gt;</c>) is left out.</summary>
    public static HashSet<ImageReference> SetOf(IEnumerable<string> texts) =>
        [.. texts.Select(text => TryParse(text, out var reference) ? reference : null).OfType<ImageReference>()];

    /// <summary>Whether Docker takes both for the same: it is not the text that counts.</summary>
    public bool Equals(ImageReference? other) => other is not null && Familiar == other.Familiar;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Familiar);

    /// <summary>The reference as it was written.</summary>
    public override string ToString() =>
        (Registry is null ? "" : Registry + "/") + Repository + (Tag is null ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}");
}
