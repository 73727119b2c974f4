namespace KegImages.Consoles;

/// <summary>The build of images as work that people watch.</summary>
internal static class BuildWorks
{
    /// <summary>The same event of the work that is called as the image.</summary>
    public static WorkEvent Of(BuildEvent happened)
    {
        var work = happened.Image.ToString();
        return happened switch
        {
            ImageStarted started => new WorkBegun(work,
                $"building{On(started.Builder)}: {started.Step.Reason}"),
            ImageProgressed progressed => new WorkProgressed(work, progressed.Event),
            ImageEnded { Outcome: Built built } => new WorkEnded(work, WorkEnd.Done,
                $"built {Name(built)} in {Human.Duration(built.Duration)}{On(built.Builder)}{(built.IsCached ? ", all cached" : "")}"),
            // The rest of what is known of it stands at the end of the run, where it is not scrolled away.
            ImageEnded { Outcome: Failed failed } => new WorkEnded(work, WorkEnd.Failed,
                $"FAILED after {Human.Duration(failed.Duration)}{On(failed.Builder)}: "
                + $"{failed.Failure.Location}: {FirstLine(failed.Failure.Message)}"),
            ImageEnded { Outcome: Blocked blocked } => new WorkEnded(work, WorkEnd.Blocked, $"blocked by {blocked.By}"),
            ImageEnded { Outcome: NotStarted waiting } => new WorkEnded(work, WorkEnd.NotStarted, waiting.Why),
            _ => throw new ArgumentOutOfRangeException(nameof(happened)),
        };
    }

    private static string On(string? builder) => builder is null ? "" : $" on {builder}";

    private static string FirstLine(string text) =>
        string.Join(' ', text.Split('\n')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Name(Built built) => built.Digest?.Abbreviated ?? built.Pinned.ToString();
}
