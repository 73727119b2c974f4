using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

internal sealed record RecordShape(string Description, ImmutableArray<RecordKey> Keys, bool IsOpen = false) : Shape(Description)
{
    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (IsNot<YamlMappingNode>(node, what.Length == 0 ? "the file" : what, "a mapping", source))
            return;
        foreach (var (key, value) in ((YamlMappingNode)node).Children)
        {
            if (Keys.FirstOrDefault(known => known.Name == key.Text()) is not { } known)
                CheckUnknown(key, what, source);
            else if (!value.IsNull() || !known.MayBeNull)
                known.Shape.Check(value, Path(what, known.Name), source);
        }

        foreach (var missing in Keys.Where(key => key.IsRequired && !node.Entries().Any(entry => entry.Key.Value == key.Name)))
            source.Report(node, $"'{Path(what, missing.Name)}' is missing: {missing.Shape.Description}");
    }

    protected override void Describe(JsonObject schema)
    {
        schema["type"] = "object";
        schema["properties"] = new JsonObject(Keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Schema(key))));
        schema["additionalProperties"] = IsOpen;
        if (Keys.Any(key => key.IsRequired))
            schema["required"] = new JsonArray([.. Keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name)]);
    }

    private static JsonObject Schema(RecordKey key)
    {
        var schema = key.Shape.ToSchema();
        if (key.MayBeNull)
            schema["type"] = schema["type"] is JsonArray several ? new JsonArray([.. several.Select(type => type!.DeepClone()), "null"])
                : new JsonArray(schema["type"]!.DeepClone(), "null");
        return schema;
    }

    private void CheckUnknown(YamlNode key, string what, YamlSource source)
    {
        var name = key.Text() ?? key.ToString();
        var names = Keys.Select(known => known.Name).ToList();
        if (IsOpen && Suggestion.Nearest(name, names) is null)
            return;
        source.Report(key, $"unknown key '{Path(what, name)}'{Suggestion.DidYouMean(name, names)}: {string.Join(", ", names)} are "
            + "allowed here");
    }

    private static string Path(string what, string name) => what.Length == 0 ? name : $"{what}.{name}";
}

internal sealed record RecordKey(string Name, Shape Shape, bool IsRequired = false)
{
    public bool MayBeNull => !IsRequired
        && Shape is MapShape or OpenMapShape or VariablesShape or RecordShape or ListShape or SecretsShape or VariantsShape;
}
