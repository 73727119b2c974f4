using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>A mapping whose entries are not looked into.</summary>
internal sealed record OpenMapShape(string Description) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source) => IsNot<YamlMappingNode>(node, what, "a mapping", source);

    protected override void Describe(JsonObject schema) => schema["type"] = "object";
}
