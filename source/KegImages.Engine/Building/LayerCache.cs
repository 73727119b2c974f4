namespace KegImages.Building;

/// <summary>Where a build takes layers over from, and where it keeps its own, both in a registry. See
/// <see href="https://docs.docker.com/build/cache/backends/registry/"/>.</summary>
/// <param name="From">What is read, the first one first.</param>
/// <param name="To">What is written; null for nothing.</param>
public sealed record LayerCache(ImmutableArray<ImageReference> From, ImageReference? To)
{
    /// <summary>Nothing is read and nothing written.</summary>
    public static LayerCache None { get; } = new([], null);

    /// <summary>Whether it says nothing.</summary>
    public bool IsNone => From.IsEmpty && To is null;

    /// <summary>The options of a build. What intermediate stages ran is kept too, as an image's manifest, which every registry takes; where
    /// that fails, the build does not.</summary>
    internal IEnumerable<string> Words =>
    [
        .. From.SelectMany(from => new[] { "--cache-from", $"type=registry,ref={from}" }),
        .. To is null ? Array.Empty<string>()
            : ["--cache-to", $"type=registry,ref={To},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true"],
    ];
}
