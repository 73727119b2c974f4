namespace KegImages.Reports;

/// <summary>Writes a plan as JSON: what is null is left out. By hand, as every plan writes one and a serializer costs its start more than
/// the rest of it.</summary>
internal sealed class PlanReportWriter(Utf8JsonWriter json)
{
    public void Write(PlanReport plan)
    {
        json.WriteStartObject();
        json.WriteString("provider", plan.Provider);
        json.WriteBoolean("push", plan.Push);
        Texts("tags", plan.Tags);
        Images("images", plan.Images);
        Images("skipped", plan.Skipped);
        Text("held", plan.Held);
        if (plan.ContentOnly)
            json.WriteBoolean("contentOnly", true);
        if (plan.Mirrors is { } mirrors)
            Texts("mirrors", mirrors);
        if (plan.Tests is { } tests)
            Tests(tests);
        json.WriteNumber("version", plan.Version);
        json.WriteEndObject();
    }

    private void Images(string name, IReadOnlyList<PlannedImage> images)
    {
        json.WriteStartArray(name);
        foreach (var image in images)
            Image(image);
        json.WriteEndArray();
    }

    private void Image(PlannedImage image)
    {
        json.WriteStartObject();
        json.WriteString("image", image.Image);
        json.WriteString("group", image.Group);
        json.WriteString("plan", image.Plan);
        json.WriteString("reason", image.Reason);
        json.WriteString("content", image.Content);
        Text("digest", image.Digest);
        Texts("parents", image.Parents);
        if (image.LastBuild is { } last)
        {
            json.WriteStartObject("lastBuild");
            json.WriteNumber("seconds", last.Seconds);
            Texts("platforms", last.Platforms);
            Text("builder", last.Builder);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Tests(PlannedTests tests)
    {
        json.WriteStartObject("tests");
        Texts("toRun", tests.ToRun);
        Texts("known", tests.Known);
        json.WriteNumber("untested", tests.Untested);
        json.WriteEndObject();
    }

    private void Texts(string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private void Text(string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
