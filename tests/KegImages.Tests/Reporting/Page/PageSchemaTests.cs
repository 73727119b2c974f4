using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using KegImages.Reports.Page;

namespace KegImages.Tests.Reporting.Page;

/// <summary>The schema of the page's document, which programs of others are written by.</summary>
public sealed class PageSchemaTests
{
    [Fact]
    public void The_schema_in_docs_is_that_of_the_document()
    {
        var schema = JsonSchemaExporter.GetJsonSchemaAsNode(PageContext.Default.Options, typeof(PageDocument)).AsObject();
        var whole = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "output/report.json: the page of a family as a document",
        };
        foreach (var (name, value) in schema.ToList())
        {
            schema.Remove(name);
            whole[name] = value;
        }

        var text = whole.ToJsonString(new JsonSerializerOptions(JsonSerializerDefaults.General) { WriteIndented = true,
            NewLine = "\n" }) + "\n";

        var file = Path.Combine(ThisClone.Root, "docs", "report.schema.json");
        if (!File.Exists(file) || File.ReadAllText(file).ReplaceLineEndings("\n") != text)
        {
            Directory.CreateDirectory(Path.Combine(ThisClone.Root, "output"));
            File.WriteAllText(Path.Combine(ThisClone.Root, "output", "report.schema.json"), text);
        }

        File.Exists(file).ShouldBeTrue();
        File.ReadAllText(file).ReplaceLineEndings("\n").ShouldBe(text, "what it should say is in output/report.schema.json");
    }
}
