using KegImages.Planning;

namespace KegImages.Reports;

/// <summary>What a stage that did not end well is told of in one message.</summary>
internal static class FailedStage
{
    /// <summary>What failed and where, what that blocks, and what was not started, each by name.</summary>
    /// <param name="result">How the steps of the stage ended.</param>
    /// <param name="remains">What is left of the run, as a clause.</param>
    public static string Of(FamilyState result, string remains)
    {
        var lost = result.NotStarted.Select(outcome => outcome.Lost).OfType<LostBuilder>().FirstOrDefault();
        return string.Join("; ",
        [
            .. lost is null ? Array.Empty<string>() : [lost.ToString()],
            .. Listed("failed", result.Failed.Select(outcome => $"{outcome.Name} ({outcome.Failure.Location})")),
            .. Listed("blocked", result.Blocked.Select(outcome => $"{outcome.Name} (by {outcome.By})")),
            .. result.NotStarted.GroupBy(outcome => outcome.Lost is null ? $"not started because of {outcome.By}" : "not started")
                .SelectMany(images => Listed(images.Key, images.Select(outcome => outcome.Name.ToString()))),
            remains,
        ]) + (lost is null ? "" : $"{Environment.NewLine}  look at the builder, and run the same command again");
    }

    private static IEnumerable<string> Listed(string what, IEnumerable<string> images) =>
        string.Join(", ", images) is { Length: > 0 } list ? [$"{what}: {list}"] : [];
}
