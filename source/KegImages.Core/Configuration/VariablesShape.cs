using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>A mapping of variables: each has a text, or nothing behind it, which declares its name.</summary>
internal sealed record VariablesShape(string Description) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (IsNot<YamlMappingNode>(node, what, "a mapping", source))
            return;
        foreach (var (key, value) in ((YamlMappingNode)node).Children)
        {
            if (!IsNot<YamlScalarNode>(key, what, "the name of a variable", source))
                CheckValue(value, $"{what}.{((YamlScalarNode)key).Value}", source);
        }
    }

    public static void CheckValue(YamlNode value, string what, YamlSource source)
    {
        if (!value.IsNull())
            IsNot<YamlScalarNode>(value, what, "a text", source);
    }

    protected override void Describe(JsonObject schema)
    {
        schema["type"] = "object";
        schema["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null") };
    }
}
