namespace KegImages.Benchmarking;

/// <summary>A situation that both tools are measured in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CopyGoal">The most that ours may take of what bake takes, for a family without RUN steps; null where time is not the
/// point.</param>
/// <param name="RunGoal">The same for a family with RUN steps.</param>
/// <param name="RequestGoal">The most requests of ours; null for fewer than bake, where they are compared.</param>
internal sealed record BenchmarkCase(string Name, double? CopyGoal, double? RunGoal, int? RequestGoal)
{
    public static BenchmarkCase Cold { get; } = new("cold", 1.15, 1.0, null);

    public static BenchmarkCase NothingChanged { get; } = new("nothing changed", 0.10, 0.10, 60) { SecondsGoal = 1.0 };

    public static BenchmarkCase LeafChanged { get; } = new("one leaf changed", 0.30, 0.30, 90);

    public static BenchmarkCase NewBranch { get; } = new("new branch, one leaf changed", 0.35, 0.35, 200);

    public static BenchmarkCase BaseChanged { get; } = new("base changed", 1.15, 1.0, null);

    public static BenchmarkCase LeafAfterBase { get; } = new("leaf changed after a base change", null, null, null);

    public static BenchmarkCase BrokenTap { get; } = new("base changed, one broken tap", null, null, null) { ComparesRequests = false };

    /// <summary>The most seconds of ours; null where only the ratio counts.</summary>
    public double? SecondsGoal { get; init; }

    /// <summary>Whether requests have a goal; false where what is built and what moves is the point.</summary>
    public bool ComparesRequests { get; init; } = true;

    /// <summary>All, in the order in which they can follow each other.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } = [Cold, NothingChanged, LeafChanged, NewBranch, BaseChanged, LeafAfterBase,
        BrokenTap];
}
