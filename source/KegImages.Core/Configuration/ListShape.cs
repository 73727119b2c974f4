using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

internal sealed record ListShape(string Description, Shape Item, bool MayBeEmpty = true) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (IsNot<YamlSequenceNode>(node, what, "a list", source))
            return;
        var items = ((YamlSequenceNode)node).Children;
        if (items.Count == 0 && !MayBeEmpty)
            source.Report(node, $"{what}: the list is empty");
        foreach (var item in items)
            Item.Check(item, what, source);
    }

    protected override void Describe(JsonObject schema)
    {
        schema["type"] = "array";
        schema["items"] = Item.ToSchema();
        if (!MayBeEmpty)
            schema["minItems"] = 1;
    }
}
