using KegImages.Tagging;

namespace KegImages.Planning;

/// <summary>What is asked for.</summary>
public sealed record PlanRequest
{
    /// <summary>The images asked for, parents before children.</summary>
    public required ImmutableArray<Image> Scope { get; init; }

    /// <summary>The images that a record of the set is asked for: those in scope, and those of the family that they stand on.</summary>
    public IReadOnlyCollection<ImageName> Named
    {
        get
        {
            var names = new HashSet<ImageName>();
            foreach (var image in Scope)
            {
                names.Add(image.Name);
                foreach (var edge in image.Parents)
                {
                    if (edge.Member is { } member)
                        names.Add(member);
                }
            }

            return names;
        }
    }

    /// <summary>Images that were asked for and are left out, each with its reason as a clause and what others build on.</summary>
    public ImmutableArray<Skipped> Skipped { get; init; } = [];

    /// <summary>Why they are in scope, as a clause: <c>asked for by --tap evf</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Where images are pushed to and parents come from; <c>keg.yml</c>'s provider unless an option says otherwise.</summary>
    public required Provider Provider { get; init; }

    /// <summary>Further providers, which get the same digests as the first; none where nothing is pushed.</summary>
    public ImmutableArray<Provider> Mirrors { get; init; } = [];

    /// <summary>The tags that name each image when all is green; the first is the branch's own.</summary>
    public required TagSet Tags { get; init; }

    /// <summary>Whether images are pushed.</summary>
    public bool Push { get; init; }

    /// <summary>Whether what is pushed gets its content tag only, and no other tag moves.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>Whether BuildKit's cache is left aside; then nothing is reused either.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether an image is built although the same inputs were built before.</summary>
    public bool Force { get; init; }

    /// <summary>Images that other machines build for the same plan: what they pushed is taken, also where all is built anew.</summary>
    public ImmutableHashSet<ImageName> BuiltByOthers { get; init; } = [];

    /// <summary>Whether every image is built, whatever exists.</summary>
    public bool IsAllAnew => (NoCache || Force) && BuiltByOthers.IsEmpty;

    /// <summary>Whether an image is built, whatever exists.</summary>
    public bool IsAnew(ImageName name) => (NoCache || Force) && !BuiltByOthers.Contains(name);

    /// <summary>How many images are built at once, at least 1.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>The buildx builder; null for the engine's own.</summary>
    public string? Builder { get; init; }
}
