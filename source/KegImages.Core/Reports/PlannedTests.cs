namespace KegImages.Reports;

/// <summary>The tests that a plan comes to.</summary>
/// <param name="ToRun">The images whose tests will run, by name.</param>
/// <param name="Known">The images whose tests are known to pass, by name.</param>
/// <param name="Untested">How many images have none.</param>
public sealed record PlannedTests(IReadOnlyList<string> ToRun, IReadOnlyList<string> Known, int Untested)
{
    internal string Summary => $"tests: {ToRun.Count} to run, {Known.Count} known to pass" + Untested switch
    {
        0 => "",
        1 => ", 1 image has none",
        _ => $", {Untested} images have none",
    };
}
