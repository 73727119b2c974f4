using YamlDotNet.RepresentationModel;

namespace KegImages.EngineTests.Workflows;

/// <summary>What stands in a map of a workflow.</summary>
internal static class Yaml
{
    public static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    public static IEnumerable<YamlNode> Children(YamlMappingNode node, string key) =>
        !node.Children.TryGetValue(key, out var value) ? [] : value is YamlSequenceNode list ? list : [value];

    public static IEnumerable<(string Name, string Value)> Entries(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlMappingNode map
            ? map.Children.Select(pair => (pair.Key.ToString(), pair.Value.ToString())) : [];
}
