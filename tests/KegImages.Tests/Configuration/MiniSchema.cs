using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Configuration;

/// <summary>
/// As much of JSON schema draft-07 as keg.schema.json uses; an unknown keyword is an error, so that nothing goes unchecked.
/// </summary>
internal static class MiniSchema
{
    public static List<string> Problems(JsonObject schema, YamlNode node, string path = "")
    {
        var problems = new List<string>();
        var type = Type(node);
        foreach (var (keyword, value) in schema)
        {
            switch (keyword)
            {
                case "$schema" or "title" or "description" or "default" or "examples":
                    break;
                case "type":
                    var types = value is JsonArray many ? many.Select(one => (string)one!).ToList() : [(string)value!];
                    if (!types.Contains(type) && !(type == "integer" && types.Contains("number")))
                        problems.Add($"{path}: {type} is not {string.Join(" or ", types)}");
                    break;
                case "anyOf":
                    var ways = value!.AsArray().Select(one => Problems(one!.AsObject(), node, path)).ToList();
                    if (ways.All(way => way.Count > 0))
                        problems.AddRange(ways[0]);
                    break;
                case "pattern":
                    if (type == "string" && !Regex.IsMatch(((YamlScalarNode)node).Value!, (string)value!))
                        problems.Add($"{path}: '{node}' does not match {value}");
                    break;
                case "minimum" or "maximum":
                    if (type == "integer" && long.Parse(((YamlScalarNode)node).Value!, CultureInfo.InvariantCulture)
                        .CompareTo((long)(int)value!) is var order && (keyword == "minimum" ? order < 0 : order > 0))
                        problems.Add($"{path}: {node} is beyond {keyword} {value}");
                    break;
                case "items":
                    problems.AddRange(((node as YamlSequenceNode)?.Children
                        ?? []).SelectMany(item => Problems(value!.AsObject(), item, path + "[]")));
                    break;
                case "minItems":
                    if (node is YamlSequenceNode list && list.Children.Count < (int)value!)
                        problems.Add($"{path}: too few items");
                    break;
                case "minProperties":
                    if (node is YamlMappingNode map && map.Children.Count < (int)value!)
                        problems.Add($"{path}: too few properties");
                    break;
                case "maxProperties":
                    if (node is YamlMappingNode few && few.Children.Count > (int)value!)
                        problems.Add($"{path}: too many properties");
                    break;
                case "required":
                    problems.AddRange(value!.AsArray().Select(name => (string)name!)
                        .Where(name => node is YamlMappingNode && !Children(node).ContainsKey(name))
                        .Select(name => $"{path}: {name} is missing"));
                    break;
                case "properties":
                    problems.AddRange(value!.AsObject().Where(property => Children(node).ContainsKey(property.Key))
                        .SelectMany(property => Problems(property.Value!.AsObject(), Children(node)[property.Key],
                            $"{path}.{property.Key}")));
                    break;
                case "additionalProperties":
                    var others = Children(node).Where(child => schema["properties"]?[child.Key] is null);
                    problems.AddRange(value is JsonObject each
                        ? others.SelectMany(child => Problems(each, child.Value, $"{path}.{child.Key}"))
                        : others.Where(_ => !(bool)value!).Select(child => $"{path}: {child.Key} is not allowed"));
                    break;
                case "propertyNames":
                    problems.AddRange(Children(node).Keys.Where(key => !Regex.IsMatch(key, (string)value!["pattern"]!))
                        .Select(key => $"{path}: key {key} does not match"));
                    break;
                default:
                    throw new InvalidOperationException($"the keyword '{keyword}' is not checked by this test");
            }
        }

        return problems;
    }

    private static Dictionary<string, YamlNode> Children(YamlNode node) =>
        node is YamlMappingNode map ? map.Children.ToDictionary(child => child.Key.ToString(), child => child.Value) : [];

    private static string Type(YamlNode node) => node switch
    {
        YamlMappingNode => "object",
        YamlSequenceNode => "array",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => scalar.Value switch
        {
            null or "" or "~" or "null" or "Null" or "NULL" => "null",
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => "boolean",
            { } text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "integer",
            { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "number",
            _ => "string",
        },
        _ => "string",
    };
}
