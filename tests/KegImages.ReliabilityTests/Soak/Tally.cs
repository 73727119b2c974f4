using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Soak;

/// <summary>What a soak did and found, counted.</summary>
internal sealed class Tally
{
    private static readonly ImmutableArray<string> Stages =
    [
        "plan", "content", "tag move", "alias", "record", "kept record", "status", "promote", "rollback", "prune", "unprune", "episodes",
    ];

    private readonly ConcurrentDictionary<string, long> done = [];
    private readonly ConcurrentQueue<Finding> findings = [];

    /// <summary>What was found.</summary>
    public ImmutableArray<Finding> Findings => [.. findings];

    /// <summary>Whether every promise was kept.</summary>
    public bool IsGreen => findings.IsEmpty;

    public long this[string what] => done.GetValueOrDefault(what);

    public void Add(string what, long count) => done.AddOrUpdate(what, count, (_, before) => before + count);

    public void Add(Finding finding) => findings.Enqueue(finding);

    /// <summary>The table that a soak ends with.</summary>
    public IEnumerable<string> ToTable()
    {
        IEnumerable<(string Name, long Count)> rows =
        [
            ("faults injected", Stages.Sum(stage => this[stage])), .. Stages.Select(stage => ($"  at {stage}", this[stage])),
            ("runs killed", this["kills"]), ("races", this["races"]), ("inputs generated", this["inputs"]),
                ("steps of episodes", this["steps"]),
            ("engine and disk faults", this["engine"]), ("places searched for secrets", this["secrets"]),
        ];
        return
        [
            .. rows.Select(row => Row(row.Name, row.Count)), "",
            .. Enum.GetValues<FindingKind>().Select(kind => Row(Words(kind), findings.Count(finding => finding.Kind == kind))),
        ];
    }

    private static string Row(string name, long count) => string.Create(CultureInfo.InvariantCulture, $"{name,-28}{count,9:N0}");

    private static string Words(FindingKind kind) => kind switch
    {
        FindingKind.Hang => "hangs",
        FindingKind.Crash => "crashes",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
