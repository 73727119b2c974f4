using System.Globalization;
using System.Xml.Linq;

/// <summary>What the test runner counted, read from its own result files.</summary>
sealed record TestResults(int Passed, int Failed, IReadOnlyList<string> Skipped, bool IsWhole)
{
    // What xunit calls a test that is run only where it is asked for.
    const string LeftOut = "NotRunnable";

    IReadOnlyList<(string Test, TimeSpan Duration)> durations = [];

    /// <summary>How many tests are left to <c>Test --all</c>.</summary>
    public int Explicit { get; private init; }

    /// <summary>Adds up the result files of a folder, one a project.</summary>
    public static TestResults Read(string folder, int projects)
    {
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var files = Directory.GetFiles(folder, "*.trx").Select(file => XDocument.Load(file)).ToList();
        var results = files.SelectMany(file => file.Descendants(ns + "UnitTestResult")).ToList();
        var skipped = results.Where(result => Outcome(result) == "NotExecuted")
            .Select(result => $"{(string?)result.Attribute("testName")}: {Said(result, "Message") ?? Said(result, "StdOut")}");
        return new TestResults(
            results.Count(result => Outcome(result) == "Passed"),
            results.Count(result => Outcome(result) is not ("Passed" or "NotExecuted" or LeftOut)),
            [.. skipped],
            // A runner that crashed says so in the file's summary, whatever its tests say.
            files.Count == projects
                && files.All(file => (string?)file.Descendants(ns + "ResultSummary").Single()
                .Attribute("outcome") is "Completed" or "Failed"))
        {
            Explicit = results.Count(result => Outcome(result) == LeftOut),
            durations =
            [
                .. results.Where(result => Outcome(result) is not ("NotExecuted" or LeftOut)).Select(result => (
                    (string)result.Attribute("testName")!,
                    TimeSpan.Parse((string)result.Attribute("duration")!, CultureInfo.InvariantCulture))),
            ],
        };

        string? Said(XElement result, string where) => (string?)result.Descendants(ns + where).FirstOrDefault();

        static string? Outcome(XElement result) => (string?)result.Attribute("outcome");
    }

    /// <summary>Why the run is not green; null when it is.</summary>
    public string? Refusal =>
        !IsWhole ? "a test runner ended before its tests did"
        : Failed > 0 ? $"{Failed.ToString(CultureInfo.InvariantCulture)} tests failed"
        : Passed == 0 ? "no test ran"
        : null;

    /// <summary>The tests that took longest, the longest first.</summary>
    public IEnumerable<(string Test, TimeSpan Duration)> Slowest(int count) =>
        durations.OrderByDescending(test => test.Duration).Take(count);

    /// <summary>The closing line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Tests: {Passed} passed, {Failed} failed, {Skipped.Count} skipped");
}
