using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>What a group's images are built on where nothing else says it: an image alone, or with the ARG that chooses it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Record">The image with its ARG.</param>
internal sealed record ParentShape(TextShape Image, RecordShape Record) : Shape(Image.Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (node is YamlMappingNode && node.ForeignTag() is null)
            Record.Check(node, what, source);
        else
            Image.Check(node, what, source);
    }

    protected override void Describe(JsonObject schema)
    {
        schema.Remove("description");
        schema["anyOf"] = new JsonArray(Image.ToSchema(), Record.ToSchema());
    }
}
