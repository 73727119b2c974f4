using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>Puts what <c>&lt;&lt;</c> names into the mappings that say it: what a mapping says itself wins, then what stands further in
/// front in a list. See <see href="https://yaml.org/type/merge.html"/>.</summary>
internal sealed class YamlMerge
{
    private const string MergeTag = "tag:yaml.org,2002:merge";
    private readonly YamlSource source;
    private readonly HashSet<YamlNode> done = new(ReferenceEqualityComparer.Instance);

    private YamlMerge(YamlSource source) => this.source = source;

    public static void Apply(YamlNode node, YamlSource source) => new YamlMerge(source).Apply(node);

    private void Apply(YamlNode node)
    {
        if (!done.Add(node))
            return;
        if (node is YamlSequenceNode sequence)
        {
            foreach (var item in sequence.Children)
                Apply(item);
        }
        else if (node is YamlMappingNode mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                Apply(key);
                Apply(value);
            }

            Merge(mapping);
        }
    }

    private void Merge(YamlMappingNode mapping)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in mapping.Children.Keys.OfType<YamlScalarNode>())
        {
            if (!names.Add(key.Value ?? ""))
                source.Report(key, $"'{key.Value}' stands twice in this mapping");
        }

        foreach (var key in mapping.Children.Keys.Where(IsMerge).ToList())
        {
            var value = mapping.Children[key];
            mapping.Children.Remove(key);
            foreach (var one in value is YamlSequenceNode list ? list.Children : [value])
            {
                if (one is YamlMappingNode merged)
                    Add(mapping, merged, names);
                else
                    source.Report(one, "'<<' merges mappings: one, or a list of them, is expected behind it");
            }
        }
    }

    private static void Add(YamlMappingNode mapping, YamlMappingNode merged, HashSet<string> names)
    {
        foreach (var (key, value) in merged.Children)
        {
            if (key is YamlScalarNode { Value: var name } ? names.Add(name ?? "") : !mapping.Children.ContainsKey(key))
                mapping.Children.Add(key, value);
        }
    }

    private static bool IsMerge(YamlNode key) =>
        key is YamlScalarNode { Value: "<<" } scalar
            && (scalar.Tag.IsEmpty ? scalar.Style == ScalarStyle.Plain : scalar.Tag.Value == MergeTag);
}
