using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>A whole number between two bounds, both of them allowed.</summary>
internal sealed record NumberShape(string Description, int Least, int Most) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (IsNot<YamlScalarNode>(node, what, "a whole number", source))
            return;
        var text = ((YamlScalarNode)node).Value!;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < Least || number > Most)
            source.Report(node, $"{what}: '{text}' is not a whole number from {Least} to {Most}");
    }

    protected override void Describe(JsonObject schema)
    {
        schema["type"] = "integer";
        schema["minimum"] = Least;
        schema["maximum"] = Most;
    }
}
