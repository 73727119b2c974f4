namespace KegImages.Consoles;

/// <summary>What a board counts: everything that a run is about, whichever of its stages is under way.</summary>
/// <param name="Works">What is worked on, parents before children.</param>
/// <param name="Reused">What need not be done.</param>
internal sealed record BoardPlan(ImmutableArray<PlannedWork> Works, ImmutableArray<string> Reused)
{
    /// <summary>Of work that nobody counted before it began.</summary>
    public static BoardPlan Open { get; } = new([], []);

    /// <summary>How many are done at once.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>All that there is to be done, or is done already.</summary>
    public int All => Works.Length + Reused.Length;

    /// <summary>The columns that the longest name takes.</summary>
    public int NameColumns => Works.Select(work => work.Name.Length).DefaultIfEmpty(0).Max();

    public static BoardPlan Of(BuildPlan plan)
    {
        var steps = plan.Steps;
        var built = steps.Select(step => step.Image.Name).ToHashSet();
        return new BoardPlan(
            [.. steps.Select(step => new PlannedWork(step.Image.Name.ToString(),
                [.. step.Parents.Select(parent => parent.Edge.Member).OfType<ImageName>().Where(built.Contains).Distinct()
                    .Select(name => name.ToString())],
                plan.LastBuilds.GetValueOrDefault(step.Image.Name)?.Duration))],
            [.. plan.Reused.Select(image => image.Name.ToString())]) { Parallel = Math.Max(1, plan.Parallel) };
    }
}

/// <summary>A piece of work that is to be done.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="After">What has to be done before it can begin.</param>
/// <param name="Took">How long it took before; null where that is not known.</param>
internal sealed record PlannedWork(string Name, ImmutableArray<string> After, TimeSpan? Took);
