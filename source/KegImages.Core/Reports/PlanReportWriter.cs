namespace KegImages.Reports;

/// <summary>Writes a plan as JSON.</summary>
internal sealed class PlanReportWriter(Utf8JsonWriter json)
{
    private readonly JsonFields fields = new(json, text => text);

    public void Write(PlanReport plan) => fields.Object(() =>
    {
        fields.Text("provider", plan.Provider);
        fields.Flag("push", plan.Push);
        fields.Texts("tags", plan.Tags);
        fields.Each("images", plan.Images, Image);
        fields.Each("skipped", plan.Skipped, Image);
        fields.Text("held", plan.Held);
        if (plan.ContentOnly)
            fields.Flag("contentOnly", true);
        fields.Texts("mirrors", plan.Mirrors);
        fields.Object("tests", plan.Tests, Tests);
        fields.Number("version", (long)plan.Version);
    });

    private void Image(PlannedImage image)
    {
        fields.Text("image", image.Image);
        fields.Text("group", image.Group);
        fields.Text("plan", image.Plan);
        fields.Text("reason", image.Reason);
        fields.Text("content", image.Content);
        fields.Text("digest", image.Digest);
        fields.Texts("parents", image.Parents);
        fields.Object("lastBuild", image.LastBuild, last =>
        {
            fields.Number("seconds", (double?)last.Seconds);
            fields.Texts("platforms", last.Platforms);
            fields.Text("builder", last.Builder);
        });
    }

    private void Tests(PlannedTests tests)
    {
        fields.Texts("toRun", tests.ToRun);
        fields.Texts("known", tests.Known);
        fields.Number("untested", (long)tests.Untested);
    }
}
