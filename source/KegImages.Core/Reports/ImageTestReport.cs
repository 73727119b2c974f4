using KegImages.Testing;

namespace KegImages.Reports;

/// <summary>How the tests of one image stand.</summary>
/// <param name="State"><c>passed</c>, <c>failed</c>, or <c>known</c> where the same tests of the same image passed before.</param>
/// <param name="Count">How many tests these are.</param>
/// <param name="Files">The files that say them.</param>
/// <param name="Cases">The tests that were run; none where they are known to pass.</param>
public sealed record ImageTestReport(string State, int Count, IReadOnlyList<string> Files, IReadOnlyList<TestReport> Cases)
{
    internal const string Passed = "passed";
    internal const string Known = "known";
    internal const string DidFail = "failed";

    /// <summary>When they passed, where that was before this run.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How long they took, in seconds; null where they were not run.</summary>
    public double? Seconds { get; init; }

    internal static ImageTestReport Of(TestedImage tested) => new(
        tested.KnownSince is not null ? Known : tested.IsGreen ? Passed : DidFail, tested.Count, tested.Files,
        [.. tested.Cases.Select(test => new TestReport(test.Kind, test.Name, [.. test.Failures.Select(VisibleText.Of)],
            Math.Round(test.Duration.TotalSeconds, 3)))])
    {
        Since = tested.KnownSince,
        Seconds = tested.KnownSince is null ? Math.Round(tested.Duration.TotalSeconds, 3) : null,
    };
}

/// <summary>How one test ended.</summary>
/// <param name="Kind">What kind of test it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Failures">What is wrong; nothing where it passed.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record TestReport(string Kind, string Name, IReadOnlyList<string> Failures, double Seconds);

/// <summary>How the tests of all images stand.</summary>
/// <param name="Passed">The images whose tests passed in this run.</param>
/// <param name="Known">The images whose tests are known to pass.</param>
/// <param name="Failed">The images whose tests failed.</param>
/// <param name="Untested">The images that have none.</param>
public sealed record TestTotals(int Passed, int Known, int Failed, int Untested)
{
    [JsonIgnore]
    internal string Summary => "tests: " + string.Join(", ", new[]
    {
        Failed == 0 ? null : $"{Failed} failed", $"{Passed} passed", $"{Known} known to pass",
        Untested == 0 ? null : Untested == 1 ? "1 image has none" : $"{Untested} images have none",
    }.OfType<string>());
}
