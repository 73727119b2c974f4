namespace KegImages.Planning;

/// <summary>One image to build: everything that its command needs but the digests of parents that are built in the same run.</summary>
public sealed record BuildStep
{
    /// <summary>What is built.</summary>
    public required Image Image { get; init; }

    /// <summary>
    /// The platforms that it is built for, never none: what nobody says is what a variable or setting of the client would say.
    /// </summary>
    public required ImmutableArray<string> Platforms { get; init; }

    /// <summary>Why it is built, as a clause for people: <c>asked for by --tap evf</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What is in doubt about the image that stands in its place; null where it is built for another reason.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>Its parents, each with where the pinned reference comes from.</summary>
    public required ImmutableArray<StepParent> Parents { get; init; }

    /// <summary>The immutable reference that it is built under: the provider's repository with a content tag.</summary>
    public required ImageReference Content { get; init; }

    /// <summary>The references that name it when all is green: branch tag, default tag, aliases.</summary>
    public required ImmutableArray<ImageReference> Tags { get; init; }

    /// <summary>Build args to pass, the parents' not among them; all of them declared.</summary>
    public required ImmutableSortedDictionary<string, string> Args { get; init; }

    /// <summary>OCI labels.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>Named build contexts that the Dockerfile uses: name → folder, git URL or image.</summary>
    public required ImmutableSortedDictionary<string, string> Contexts { get; init; }

    /// <summary>The secrets that its build is given, by where they are: those that it mounts and no other.</summary>
    public ImmutableArray<BuildSecret> Secrets { get; init; } = [];

    /// <summary>The SSH agents and keys that its build is given: those that it mounts and no other.</summary>
    public ImmutableArray<SshForward> Ssh { get; init; } = [];

    /// <summary>
    /// What the image will say of itself; of its parents nothing before <see cref="StandingOn"/>, and where not each of them is known.
    /// </summary>
    public Evidence Says => Evidence.Of(Labels);

    /// <summary>The step with the label that says what it stands on; as it is where that is not known of every parent.</summary>
    /// <param name="digestOf">The digest that means a parent; null where it is not known.</param>
    public BuildStep StandingOn(Func<StepParent, Digest?> digestOf)
    {
        var parents = Parents.Where(parent => parent.Edge.Member is not null)
            .Select(parent => (Name: parent.Edge.Member!, Digest: digestOf(parent))).ToList();
        if (parents.Any(parent => parent.Digest is null))
            return this;
        // Set where there is none too: an image inherits the labels of the one that it derives from.
        var standsOn = FamilyParents.Of(parents.Select(parent => (parent.Name, parent.Digest!)));
        return this with { Labels = Labels.SetItem(ImageLabels.Parents, standsOn.ToString()) };
    }
}
