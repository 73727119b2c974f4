using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>The labels of a runner: one, or a list of those that it must have all of.</summary>
/// <param name="Label">A label.</param>
internal sealed record LabelsShape(string Description, TextShape Label) : Shape(Description)
{
    private ListShape List => new(Description, Label, MayBeEmpty: false);

    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (node is YamlSequenceNode)
            List.Check(node, what, source);
        else
            Label.Check(node, what, source);
    }

    protected override void Describe(JsonObject schema)
    {
        schema.Remove("description");
        schema["anyOf"] = new JsonArray(Label.ToSchema(), List.ToSchema());
    }
}
