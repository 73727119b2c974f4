using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>A mapping whose keys the user chooses and whose values have one shape.</summary>
internal sealed record MapShape(string Description, TextShape Name, Shape Value, bool MayBeEmpty = true) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (IsNot<YamlMappingNode>(node, what, "a mapping", source))
            return;
        var children = ((YamlMappingNode)node).Children;
        if (children.Count == 0 && !MayBeEmpty)
            source.Report(node, $"{what}: the mapping is empty");
        foreach (var (key, value) in children)
        {
            Name.Check(key, what, source);
            Value.Check(value, $"{what}.{key}", source);
        }
    }

    protected override void Describe(JsonObject schema)
    {
        schema["type"] = "object";
        schema["additionalProperties"] = Value.ToSchema();
        if (Name.Pattern is not null)
            schema["propertyNames"] = new JsonObject { ["pattern"] = Name.Pattern };
        if (!MayBeEmpty)
            schema["minProperties"] = 1;
    }
}
