using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>A text; unquoted numbers and booleans are taken as they are written.</summary>
/// <param name="Parse">Reads the text and throws <see cref="WrongUseException"/> when it is none; null when every text will do.</param>
internal sealed record TextShape(string Description, Action<string>? Parse = null, string? Pattern = null, string? Default = null,
    string? Example = null) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (IsNot<YamlScalarNode>(node, what, "a text", source))
            return;
        try
        {
            Parse?.Invoke(((YamlScalarNode)node).Value!);
        }
        catch (WrongUseException exception)
        {
            source.Report(node, $"{what}: {exception.Message}");
        }
    }

    protected override void Describe(JsonObject schema)
    {
        schema["type"] = new JsonArray("string", "number", "boolean");
        if (Pattern is not null)
            schema["pattern"] = Pattern;
        if (Default is not null)
            schema["default"] = Default;
        if (Example is not null)
            schema["examples"] = new JsonArray(Example);
    }
}
