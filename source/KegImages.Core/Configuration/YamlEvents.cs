using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KegImages.Configuration;

/// <summary>The events of a YAML text, read to its end and found to make a tree of a size that can be walked, aliases written
/// out.</summary>
internal sealed class YamlEvents : IParser
{
    private const int DeepestNesting = 100;
    private const int MostNodes = 100_000;

    private readonly List<ParsingEvent> events = [];
    private readonly Dictionary<AnchorName, Extent> anchors = [];
    private readonly HashSet<AnchorName> open = [];
    private readonly Stack<(AnchorName Anchor, Extent Inside)> collections = [];
    private Extent here;
    private long nodes;
    private int at = -1;

    private YamlEvents()
    {
    }

    public ParsingEvent? Current => at >= 0 && at < events.Count ? events[at] : null;

    public bool MoveNext() => ++at < events.Count;

    /// <summary>Reads all events of a parser. Throws <see cref="YamlException"/> for a text that is not YAML,
    /// <see cref="TooMuchYamlException"/> for one that cannot be walked.</summary>
    public static YamlEvents Read(IParser parser)
    {
        var read = new YamlEvents();
        while (parser.MoveNext())
            read.Add(parser.Current!);
        return read;
    }

    private void Add(ParsingEvent next)
    {
        events.Add(next);
        switch (next)
        {
            case Scalar scalar:
                Take(scalar.Anchor, new Extent(1, 0), next);
                break;
            case AnchorAlias alias:
                Take(AnchorName.Empty, ExtentOf(alias), next);
                break;
            case SequenceStart or MappingStart:
                var anchor = ((NodeEvent)next).Anchor;
                collections.Push((anchor, here));
                here = new Extent(1, 0);
                nodes++;
                if (!anchor.IsEmpty)
                    open.Add(anchor);
                Check(next);
                break;
            case SequenceEnd or MappingEnd:
                var whole = here;
                (var name, here) = collections.Pop();
                open.Remove(name);
                Take(name, whole, next);
                break;
        }
    }

    private Extent ExtentOf(AnchorAlias alias)
    {
        if (open.Contains(alias.Value))
            throw new TooMuchYamlException(alias.Start, $"'*{alias.Value}' stands within what it stands for");
        if (!anchors.TryGetValue(alias.Value, out var extent))
            throw new YamlException(alias.Start, alias.End, $"The anchor '{alias.Value}' does not exist");
        // What it stands for was counted where it was written.
        nodes += extent.Nodes;
        return extent;
    }

    private void Take(AnchorName anchor, Extent extent, ParsingEvent next)
    {
        if (!anchor.IsEmpty)
            anchors[anchor] = extent;
        here = new Extent(here.Nodes + extent.Nodes, Math.Max(here.Depth, extent.Depth + 1));
        if (next is Scalar)
            nodes++;
        Check(next);
    }

    private void Check(ParsingEvent next)
    {
        if (collections.Count + here.Depth > DeepestNesting)
            throw new TooMuchYamlException(next.Start, $"this nests deeper than {DeepestNesting} levels");
        if (nodes > MostNodes)
            throw new TooMuchYamlException(next.Start, $"up to here these are more than {MostNodes} values, aliases written out");
    }

    private readonly record struct Extent(long Nodes, int Depth);
}

/// <summary>A YAML text that is too large or too deep to be walked, or goes round in a circle.</summary>
internal sealed class TooMuchYamlException(Mark start, string message) : YamlException(start, start, message);
