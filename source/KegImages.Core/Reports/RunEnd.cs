using KegImages.Planning;

namespace KegImages.Reports;

/// <summary>What is said last of a run that did not end well: each failure with its place, its last lines and its log, and then how all
/// stands and what to do.</summary>
/// <param name="State">How the images of the run stand.</param>
public sealed record RunEnd(FamilyState State)
{
    /// <summary>What was not done, as a clause: <c>no tag was moved</c>; null where nothing else was to be done.</summary>
    public string? Remains { get; init; }

    /// <summary>The command that goes on where this run ended; null where its caller did not say it.</summary>
    public string? Again { get; init; }

    /// <summary>The failures, a block each, an empty line before every one.</summary>
    public ImmutableArray<string> Failures => [.. State.Failed.SelectMany(image => FailureText.Of(image.Failure).Prepend(""))];

    /// <summary>How all stands: <c>49 green, 1 failed, 3 blocked; no tag was moved; run again: ./build.sh Push (49 are
    /// reused)</c>.</summary>
    public string Sentence
    {
        get
        {
            var green = State.Images.Count(image => image.Pinned is not null);
            var counts = new[] { (green, "green"), (State.Failed.Count(), "failed"), (State.Blocked.Count(), "blocked"),
                (State.NotStarted.Count(), "not started") };
            var how = string.Join(", ", counts.Where(count => count.Item1 > 0).Select(count => $"{count.Item1} {count.Item2}"));
            var kept = green switch
            {
                0 => "",
                1 => " (1 is reused)",
                _ => $" ({green} are reused)",
            };
            var again = Again is null ? "run the same command again" : $"run again: {Again}";
            return string.Join("; ", new[] { how, Remains, again + kept }.OfType<string>());
        }
    }
}
