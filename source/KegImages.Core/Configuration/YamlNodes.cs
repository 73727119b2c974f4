using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>Looks into YAML nodes that may be absent or of another kind: what cannot be read is null or empty, because a
/// <see cref="Shape"/> has reported it already.</summary>
internal static class YamlNodes
{
    private const string Core = "tag:yaml.org,2002:";
    private static readonly string[] Known = ["map", "seq", "str", "int", "float", "bool", "null"];

    /// <summary>Whether the node says nothing: absent, empty, <c>~</c> or <c>null</c>, and not called a text by its tag.</summary>
    public static bool IsNull(this YamlNode? node) =>
        node is null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL",
            Tag.IsEmpty: true }
            or YamlScalarNode { Tag: { IsEmpty: false, Value: Core + "null" } };

    /// <summary>The node's tag, where it makes something else of the node than what is written; null otherwise.</summary>
    public static string? ForeignTag(this YamlNode node) =>
        node.Tag.IsEmpty || node.Tag.IsNonSpecific
            || (node.Tag.Value.StartsWith(Core, StringComparison.Ordinal) && Known.Contains(node.Tag.Value[Core.Length..]))
            ? null
            : node.Tag.Value.StartsWith(Core, StringComparison.Ordinal) ? "!!" + node.Tag.Value[Core.Length..] : node.Tag.Value;

    public static YamlNode? At(this YamlNode? node, string key) =>
        node.Entries().FirstOrDefault(entry => entry.Key.Value == key)?.Value is { } value && !value.IsNull() ? value : null;

    public static IEnumerable<YamlEntry> Entries(this YamlNode? node)
    {
        if (node is not YamlMappingNode mapping)
            yield break;
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode scalar)
                yield return new YamlEntry(scalar, value);
        }
    }

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => (node as YamlSequenceNode)?.Children ?? [];

    public static string? Text(this YamlNode? node) => node.IsNull() ? null : (node as YamlScalarNode)?.Value;
}

internal sealed record YamlEntry(YamlScalarNode Key, YamlNode Value);
