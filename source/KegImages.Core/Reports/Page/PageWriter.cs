namespace KegImages.Reports.Page;

/// <summary>
/// Writes a page's document. By hand, since every plan writes one: a serializer would have its code for each kind of value compiled in
/// each start, which takes longer than all else that a plan of an unchanged family does. <see cref="PageContext"/> reads the same.
/// </summary>
/// <param name="json">Where to.</param>
/// <param name="shown">A text as it may be written.</param>
internal sealed class PageWriter(Utf8JsonWriter json, Func<string, string> shown)
{
    private readonly JsonFields fields = new(json, shown);

    public void Write(PageDocument document) => fields.Object(() =>
    {
        fields.Number("version", document.Version);
        fields.Object("run", document.Run, Run);
        fields.Each("images", document.Images, new PageImageWriter(fields).Write);
        fields.Object("timeline", document.Timeline, Timeline);
        fields.Each("layers", document.Layers, Layer);
        fields.Object("history", document.History, History);
        fields.Object("behind", document.Behind, Behind);
        fields.Each("lint", document.Lint, Finding);
        fields.Each("unread", document.Unread, Unread);
    });

    public void Write(PageTimeline timeline) => fields.Object(() => Timeline(timeline));

    private void Run(PageRun run)
    {
        fields.Text("kind", run.Kind);
        fields.Time("at", run.At);
        fields.Text("provider", run.Provider);
        fields.Texts("tags", run.Tags);
        fields.Text("branch", run.Branch);
        fields.Text("commit", run.Commit);
        fields.Time("commitTime", run.CommitTime);
        fields.Flag("push", run.Push);
        fields.Flag("isPublished", run.IsPublished);
        fields.Text("sentence", run.Sentence);
        fields.Texts("notes", run.Notes);
    }

    private void Timeline(PageTimeline timeline)
    {
        fields.Time("begun", timeline.Begun);
        fields.Number("seconds", timeline.Seconds);
        fields.Each("bars", timeline.Bars, Bar);
        fields.Number("workers", timeline.Workers);
        fields.Text("commit", timeline.Commit);
        fields.Object("before", timeline.Before, Before);
        fields.Texts("critical", timeline.Critical);
    }

    private void Bar(PageBar bar)
    {
        fields.Text("image", bar.Image);
        fields.Number("worker", bar.Worker);
        fields.Number("begin", bar.Begin);
        fields.Number("end", bar.End);
        fields.Each("steps", bar.Steps, Step);
        fields.Flag("isFailed", bar.IsFailed);
        fields.Flag("isCached", bar.IsCached);
        fields.Text("waitedFor", bar.WaitedFor);
        fields.Flag("waitedForParent", bar.WaitedForParent);
        fields.Number("idleSeconds", bar.IdleSeconds);
        fields.Number("before", bar.Before);
    }

    private void Step(PageStep step)
    {
        fields.Text("name", step.Name);
        fields.Number("begin", step.Begin);
        fields.Number("end", step.End);
        fields.Flag("isCached", step.IsCached);
    }

    private void Before(EarlierRun run)
    {
        fields.Time("begun", run.Begun);
        fields.Number("seconds", run.Seconds);
        fields.Object("images", run.Images, images =>
        {
            foreach (var (image, seconds) in images)
                fields.Number(shown(image), seconds);
        });
        fields.Text("commit", run.Commit);
    }

    private void Layer(PageLayer layer)
    {
        fields.Text("image", layer.Image);
        fields.Text("digest", layer.Digest);
        fields.Number("size", layer.Size);
        fields.Text("file", layer.File);
        fields.Number("line", layer.Line);
        fields.Text("instruction", layer.Instruction);
    }

    private void History(PageHistory history)
    {
        fields.Text("tag", history.Tag);
        fields.Each("records", history.Records, Record);
        fields.Number("more", history.More);
    }

    private void Record(PageRecord record)
    {
        fields.Text("commit", record.Commit);
        fields.Time("time", record.Time);
        fields.Text("author", record.Author);
        fields.Text("subject", record.Subject);
        fields.Text("branch", record.Branch);
        fields.Flag("isCurrent", record.IsCurrent);
        fields.Text("hold", record.Hold);
        fields.Text("restore", record.Restore);
        fields.Text("gone", record.Gone);
        fields.Each("images", record.Images, image =>
        {
            fields.Text("name", image.Name);
            fields.Text("digest", image.Digest);
            fields.Number("size", image.Size);
            fields.Text("fingerprint", image.Fingerprint);
        });
    }

    private void Behind(PageBehind behind)
    {
        fields.Each("outside", behind.Outside, Outside);
        fields.Each("moved", behind.Moved, moved =>
        {
            fields.Text("image", moved.Image);
            fields.Text("parent", moved.Parent);
            fields.Text("was", moved.Was);
            fields.Text("now", moved.Now);
        });
        fields.Each("goneBranches", behind.GoneBranches, gone =>
        {
            fields.Text("tag", gone.Tag);
            fields.Text("branch", gone.Branch);
        });
    }

    private void Outside(PageOutside outside)
    {
        fields.Text("reference", outside.Reference);
        fields.Text("place", outside.Place);
        fields.Texts("usedBy", outside.UsedBy);
        fields.Text("locked", outside.Locked);
        fields.Text("now", outside.Now);
        fields.Time("created", outside.Created);
        fields.Text("says", outside.Says);
        fields.Flag("isBehind", outside.IsBehind);
    }

    private void Finding(PageFinding finding)
    {
        fields.Text("rule", finding.Rule);
        fields.Text("severity", finding.Severity);
        fields.Text("image", finding.Image);
        fields.Text("place", finding.Place);
        fields.Text("message", finding.Message);
        fields.Text("fix", finding.Fix);
    }

    private void Unread(PageUnread unread)
    {
        fields.Text("part", unread.Part);
        fields.Text("why", unread.Why);
        fields.Text("next", unread.Next);
    }
}
