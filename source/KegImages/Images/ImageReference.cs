using System.Diagnostics.CodeAnalysis;

namespace KegImages.Images;

/// <summary>
/// A reference to an image: <c>[registry/]repository[:tag][@digest]</c>, round-tripping as written.
/// See <see href="https://pkg.go.dev/github.com/distribution/reference"/>.
/// </summary>
public sealed record ImageReference
{
    private const string DockerHub = "docker.io";
    private const string OfficialImages = "library/";

    private ImageReference(string? registry, string repository, Tag? tag, Digest? digest) =>
        (Registry, Repository, Tag, Digest) = (registry, repository, tag, digest);

    /// <summary>The registry's host and port as written, such as <c>ghcr.io</c> or <c>localhost:5000</c>; null when none was written (Docker Hub).</summary>
    public string? Registry { get; }

    /// <summary>The repository's path without the registry, such as <c>simpleviewinc/tap</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag, where one is written.</summary>
    public Tag? Tag { get; }

    /// <summary>The digest, where one is written.</summary>
    public Digest? Digest { get; }

    /// <summary>The last part of the repository's path: the image's own name.</summary>
    public string Name => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>Registry and repository without tag and digest, as written.</summary>
    public string Locator => Registry is null ? Repository : $"{Registry}/{Repository}";

    /// <summary>
    /// The form that BuildKit compares build-context keys with: no <c>docker.io/library/</c>, no <c>docker.io/</c> and no <c>:latest</c>.
    /// </summary>
    public string Familiar
    {
        get
        {
            var locator = Registry is null or DockerHub or "index.docker.io"
                ? Repository.StartsWith(OfficialImages, StringComparison.Ordinal) && Repository.Count(c => c == '/') == 1 ? Name : Repository
                : Locator;
            var tag = Tag is null || (Tag.ToString() == "latest" && Digest is null) ? "" : $":{Tag}";
            return locator + tag + (Digest is null ? "" : $"@{Digest}");
        }
    }

    /// <summary>A reference from its parts. Throws <see cref="WrongUseException"/> when registry or repository break the grammar.</summary>
    public static ImageReference Of(string? registry, string repository, Tag? tag = null, Digest? digest = null) =>
        Parse((registry is null ? "" : registry + "/") + repository + (tag is null ? "" : $":{tag}") + (digest is null ? "" : $"@{digest}"));

    /// <summary>The same image under this tag, with no digest.</summary>
    public ImageReference With(Tag tag) => new(Registry, Repository, tag, null);

    /// <summary>The same image at this digest, with no tag: what cannot move.</summary>
    public ImageReference At(Digest digest) => new(Registry, Repository, null, digest);

    /// <summary>Reads a reference. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static ImageReference Parse(string text) => TryParse(text, out var reference)
        ? reference
        : throw new WrongUseException($"'{text}' is not an image reference: expected [registry/]repository[:tag][@digest], the repository in lowercase");

    /// <summary>Reads a reference; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        // 64 hexadecimal digits alone are an image's id to Docker, never a name.
        if (text is null || Spelling.IsHex(text, 64) || ReferenceParts.Of(text) is not { } parts)
            return false;

        Digest? digest = null;
        if (parts.Digest is not null && !Digest.TryParse(parts.Digest, out digest))
            return false;
        Tag? tag = null;
        if (parts.Tag is not null && !Tag.TryParse(parts.Tag, out tag))
            return false;

        var path = parts.Path;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        // The first part is a host only when it cannot be a path: the rule that Docker itself follows.
        var hasRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)
            || first == "localhost" || first.Any(char.IsUpper);
        var repository = hasRegistry ? path[(slash + 1)..] : path;
        if (repository.Length > 255 || !ReferenceParts.IsRepository(repository) || (hasRegistry && !ReferenceParts.IsHost(first)))
            return false;

        reference = new ImageReference(hasRegistry ? first : null, repository, tag, digest);
        return true;
    }

    /// <summary>The reference as it was written.</summary>
    public override string ToString() => Locator + (Tag is null ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}");
}
