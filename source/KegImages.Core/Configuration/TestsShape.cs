using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>Files that say how an image is tested: one alone, or a list.</summary>
/// <param name="File">One of them.</param>
internal sealed record TestsShape(TextShape File) : Shape(File.Description)
{
    /// <summary>The files, alone or in a list.</summary>
    public static IEnumerable<YamlNode> Files(YamlNode node) => node is YamlSequenceNode ? node.Items() : [node];

    public override void Check(YamlNode node, string what, YamlSource source)
    {
        foreach (var file in Files(node))
            File.Check(file, what, source);
    }

    protected override void Describe(JsonObject schema)
    {
        schema.Remove("description");
        schema["anyOf"] = new JsonArray(File.ToSchema(), new ListShape("Several of them; none where the list is empty.", File).ToSchema());
    }
}
