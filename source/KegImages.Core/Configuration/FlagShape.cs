using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>true or false.</summary>
internal sealed record FlagShape(string Description) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (!IsNot<YamlScalarNode>(node, what, "true or false", source) && Read(node) is null)
            source.Report(node, $"{what}: expected true or false, found {Found(node)}");
    }

    /// <summary>What a node says; null where it says neither.</summary>
    public static bool? Read(YamlNode? node) => node.Text() switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    protected override void Describe(JsonObject schema) => schema["type"] = "boolean";
}
