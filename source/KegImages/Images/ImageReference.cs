using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KegImages.Images;

/// <summary>
/// A reference to an image: <c>[registry/]repository[:tag][@digest]</c>, round-tripping as written.
/// See <see href="https://pkg.go.dev/github.com/distribution/reference"/>.
/// </summary>
public sealed partial record ImageReference
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
        if (text is null || Ids().IsMatch(text) || Grammar().Match(text) is not { Success: true } match)
            return false;

        Digest? digest = null;
        if (match.Groups["digest"].Success && !Digest.TryParse(match.Groups["digest"].Value, out digest))
            return false;
        Tag? tag = null;
        if (match.Groups["tag"].Success && !Tag.TryParse(match.Groups["tag"].Value, out tag))
            return false;

        var path = match.Groups["path"].Value;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        // The first part is a host only when it cannot be a path: the rule that Docker itself follows.
        var hasRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)
            || first == "localhost" || first.Any(char.IsUpper);
        var repository = hasRegistry ? path[(slash + 1)..] : path;
        if (repository.Length > 255 || !Repositories().IsMatch(repository) || (hasRegistry && !Hosts().IsMatch(first)))
            return false;

        reference = new ImageReference(hasRegistry ? first : null, repository, tag, digest);
        return true;
    }

    /// <summary>The reference as it was written.</summary>
    public override string ToString() => Locator + (Tag is null ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}");

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\A(?<path>[^@\s]+?)(:(?<tag>[^:/@\s]+))?(@(?<digest>[^@\s]+))?\z")]
    private static partial Regex Grammar();

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z")]
    private static partial Regex Repositories();

    [GeneratedRegex(@"\A(\[[0-9a-fA-F:]+\]|[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*)(:[0-9]+)?\z")]
    private static partial Regex Hosts();
}
