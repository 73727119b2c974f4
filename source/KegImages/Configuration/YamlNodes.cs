using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>Looks into YAML nodes that may be absent or of another kind: what cannot be read is null or empty, because a <see cref="Shape"/> has reported it already.</summary>
internal static class YamlNodes
{
    /// <summary>Whether the node says nothing: absent, empty, <c>~</c> or <c>null</c>.</summary>
    public static bool IsNull(this YamlNode? node) =>
        node is null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>The value of a key of a mapping.</summary>
    public static YamlNode? At(this YamlNode? node, string key) =>
        node.Entries().FirstOrDefault(entry => entry.Key.Value == key)?.Value is { } value && !value.IsNull() ? value : null;

    /// <summary>The entries of a mapping whose keys are scalars, in the order of the file.</summary>
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

    /// <summary>The items of a sequence.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node) => (node as YamlSequenceNode)?.Children ?? [];

    /// <summary>A scalar's text.</summary>
    public static string? Text(this YamlNode? node) => node.IsNull() ? null : (node as YamlScalarNode)?.Value;
}

/// <summary>An entry of a mapping.</summary>
internal sealed record YamlEntry(YamlScalarNode Key, YamlNode Value);
