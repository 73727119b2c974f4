using System.Collections.Immutable;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>
/// A kind of request of a run: its method, and its path below the namespace with whatever differs from run to run taken out.
/// </summary>
internal sealed record Place(string Method, string Path)
{
    private const string Any = "*";

    /// <summary>The repository.</summary>
    public string Repository => Path.Split('/')[0];

    /// <summary>Whether tags are listed.</summary>
    public bool IsList => Path.EndsWith("/tags/list", StringComparison.Ordinal);

    /// <summary>Whether an upload is begun.</summary>
    public bool IsUpload => Method == "POST" && Path.EndsWith("/blobs/uploads", StringComparison.Ordinal);

    /// <summary>Whether a manifest is asked for or written.</summary>
    public bool IsManifest => Path.Contains("/manifests/", StringComparison.Ordinal);

    /// <summary>
    /// Whether the engine asks it, which pushes content with its own patience: the build's limit ends that, an hour later.
    /// </summary>
    public bool IsEngines => Repository != "keg-family" && (Path.Contains("/blobs/", StringComparison.Ordinal)
        || Path.EndsWith("/fp-*", StringComparison.Ordinal) && !IsRead);

    public bool IsRead => Method is "GET" or "HEAD";

    /// <summary>The place of a request; null where it is not in the namespace.</summary>
    public static Place? Of(Request request, string @namespace)
    {
        var prefix = $"/v2/{@namespace}/";
        if (!request.Path.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var words = request.Path[prefix.Length..].TrimEnd('/').Split('/');
        for (var i = 1; i < words.Length; i++)
            words[i] = words[i - 1] == "uploads" ? Any : Same(words[i]);
        return new Place(request.Method, string.Join('/', words));
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static Place Parse(string text) => text.Split(' ') is [var method, var path]
        ? new Place(method, path)
        : throw new FormatException($"'{text}' is no place: expected METHOD repository/kind/reference");

    /// <summary>The part of a run that asks so.</summary>
    public string StageOf(string scenario) => (scenario, Method, Path) switch
    {
        ("prune" or "unprune" or "promote" or "rollback" or "status", _, _) => scenario,
        (_, "GET" or "HEAD", _) when Repository == "keg-family" => "plan",
        (_, _, _) when Repository == "keg-family" && Path.Contains("/manifests/", StringComparison.Ordinal) =>
            Path.EndsWith(".*", StringComparison.Ordinal) ? "kept record" : Path.EndsWith("/master", StringComparison.Ordinal) ? "alias"
                : "record",
        (_, _, _) when Repository == "keg-family" => "record",
        (_, _, _) when Path.Contains("/blobs/", StringComparison.Ordinal) || Path.EndsWith("/fp-*", StringComparison.Ordinal) && !IsRead =>
            "content",
        (_, "PUT", _) => Path.EndsWith("/master", StringComparison.Ordinal) ? "alias" : "tag move",
        _ => "plan",
    };

    public override string ToString() => $"{Method} {Path}";

    // Digests, content tags, kept records and what a prune removed are named after what they hold.
    private static string Same(string word)
    {
        if (word.StartsWith("sha256:", StringComparison.Ordinal))
            return "sha256:*";
        if (word.StartsWith("fp-", StringComparison.Ordinal))
            return "fp-*";
        var dot = word.LastIndexOf('.');
        return dot > 0 && word.Length - dot > 12 ? $"{word[..dot]}.*" : word.Length > 40 ? Any : word;
    }
}

/// <summary>The places of a clean run, each as often as it was asked.</summary>
internal sealed record Places(ImmutableArray<(Place Place, int Times)> All)
{
    public static Places Of(IEnumerable<Request> log, string @namespace) => new(
    [
        .. log.Select(request => Place.Of(request, @namespace)).OfType<Place>().GroupBy(place => place)
            .Select(group => (group.Key, group.Count())),
    ]);
}
