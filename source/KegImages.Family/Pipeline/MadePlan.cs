namespace KegImages.Pipeline;

/// <summary>A plan, and what it was made from.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Request">What it is for; with <c>--changed</c> only what differs.</param>
/// <param name="Facts">The facts that were read for it.</param>
/// <param name="Images">What is known of the images in the registry; null where it was not asked.</param>
internal sealed record MadePlan(BuildPlan Plan, PlanRequest Request, PlanFacts Facts, KnownImages? Images)
{
    /// <summary>What was found out of the world outside for it.</summary>
    public Resolution? Resolved { get; init; }

    /// <summary>What builds it; null where nothing is built.</summary>
    public EngineFacts? Builder { get; init; }

    /// <summary>What is known of the further providers.</summary>
    public ImmutableArray<KnownMirror> Mirrors { get; init; } = [];

    /// <summary>The further providers that do not have all images of the plan with all tags yet.</summary>
    public IEnumerable<KnownMirror> Behind => Mirrors.Where(mirror => Request.Scope.Any(image => !mirror.InPlace.ContainsKey(image.Name)));

    /// <summary>The tags that move when all is green, each with the content tag that it moves to.</summary>
    public IEnumerable<(ImageReference Content, ImageReference Tag)> TagMoves =>
        Plan.Steps.Select(step => (step.Content, step.Tags)).Concat(Plan.Reused.Select(image => (image.Content, image.Tags)))
            .SelectMany(image => image.Tags.Select(tag => (image.Content, tag)));

    /// <summary>Whether every image in scope has all tags of the run already; false where images stay in the engine.</summary>
    public bool IsInPlace =>
        IsFirstInPlace && !Behind.Any();

    /// <summary>The same of the first provider alone.</summary>
    public bool IsFirstInPlace => Plan.Steps.IsEmpty && Request.Scope.All(image => IsImageInPlace(image.Name));

    /// <summary>Whether an image has all tags of the run at the first provider.</summary>
    public bool IsImageInPlace(ImageName name) => Images?.Find(name) is { } known
        && Request.Tags.AllOf(name).All(known.InPlace.Contains);

    /// <summary>The plan where a person holds the set: nothing is built, and no tag moves.</summary>
    public MadePlan LeftTo(HeldSet held)
    {
        ImmutableArray<Skipped> skipped =
            [.. Request.Scope.Select(image => new Skipped(image, held.Reason, Standing(image.Name, held.Record)))];
        return this with { Plan = Plan with { Images = [], Skipped = skipped, Held = held.ToString() },
            Request = Request with { Scope = [], Skipped = skipped } };
    }

    /// <summary>The part of the plan that is one stage's.</summary>
    public BuildPlan Of(ImageGroup stage) =>
        Plan with { Images = [.. Plan.Images.Where(image => image.Image.Group == stage)] };

    private ImageReference Standing(ImageName name, FamilyRecord record)
    {
        var repository = Request.Provider.Of(name);
        return record.Find(name) is { } recorded ? repository.At(recorded.Digest)
            : repository.With(Request.Tags.Variants.Of(name, record.Tag));
    }
}
