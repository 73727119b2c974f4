namespace KegImages.Pipeline;

/// <summary>How images are planned and built. As typed; nothing in it is checked yet.</summary>
public sealed record BuildOptions
{
    /// <summary>What the plan is made for.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>Whether a plan may leave open what no registry is reached for: nobody will act on it.</summary>
    public bool MayNotKnow { get; init; }

    /// <summary>Whether images are pushed.</summary>
    public bool Push { get; init; }

    /// <summary><c>--content-only</c>: images are pushed under their content tags, and no other tag moves.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>
    /// Whether a new tap's first image is made: who makes it says itself that its tags are put by hand, and its files cannot be committed
    /// yet.
    /// </summary>
    public bool IsFirstImage { get; init; }

    /// <summary><c>--no-cache</c>: build everything, without BuildKit's cache.</summary>
    public bool NoCache { get; init; }

    /// <summary><c>--force</c>: build everything, with BuildKit's cache.</summary>
    public bool Force { get; init; }

    /// <summary><c>--layer-cache</c>: what is done with the layers that builds elsewhere kept in the registry.</summary>
    public LayerKeeping Layers { get; init; }

    /// <summary><c>--parallel</c>: how many images are built at once.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary><c>--keep-going</c>: after a failure, build on what does not descend from it; else nothing new is started.</summary>
    public bool KeepGoing { get; init; } = true;

    /// <summary><c>--locked-plan</c>: the file of a plan that has resolved everything; null to resolve it now.</summary>
    public string? LockedPlan { get; init; }

    /// <summary><c>--locked-plan-sha256</c>: what that file must be; null where nobody says it.</summary>
    public string? LockedPlanSha256 { get; init; }

    /// <summary><c>--built</c>: a folder with the reports of runs elsewhere that built for this one; null for none.</summary>
    public string? Built { get; init; }

    /// <summary><c>--shard</c>: the part of the locked plan that is built; null for all of it.</summary>
    public string? Shard { get; init; }

    /// <summary><c>--most-shards</c>: among how many machines the images of one level are divided at most.</summary>
    public int Shards { get; init; } = 16;

    /// <summary><c>--builder</c>: the buildx builder.</summary>
    public string? Builder { get; init; }
}
