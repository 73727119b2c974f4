using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>What a part of a YAML file may look like: said once, and used both to read the file and to write its JSON schema.</summary>
internal abstract record Shape(string Description)
{
    /// <summary>Reports everything in the node that this shape does not allow; <paramref name="what"/> names the node in sentences, such as
    /// <c>groups.base.folders</c>.</summary>
    public abstract void Check(YamlNode node, string what, YamlSource source);

    public JsonObject ToSchema()
    {
        var schema = new JsonObject { ["description"] = Description };
        Describe(schema);
        return schema;
    }

    protected abstract void Describe(JsonObject schema);

    protected static bool IsNot<T>(YamlNode node, string what, string expected, YamlSource source)
        where T : YamlNode
    {
        if (node.ForeignTag() is { } tag)
            source.Report(node, $"{what}: expected {expected}, found the tag '{tag}', which is not read here");
        else if (node is not T || node.IsNull())
            source.Report(node, $"{what}: expected {expected}, found {Found(node)}");
        else
            return false;
        return true;
    }

    protected static string Found(YamlNode node) => node switch
    {
        _ when node.IsNull() => "nothing",
        YamlScalarNode scalar => $"'{scalar.Value}'",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };
}
