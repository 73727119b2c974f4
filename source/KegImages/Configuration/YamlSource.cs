using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>A YAML text on its way in: collects every problem found in it, each with line and column.</summary>
internal sealed class YamlSource(string path)
{
    private readonly List<Problem> problems = [];

    /// <summary>The problems found so far.</summary>
    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>The text's only document; null when there is none or it is not YAML, which is then a problem (an empty text is none).</summary>
    public YamlNode? Read(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            problems.Add(new Problem($"this is not YAML: {Reason(exception)}", At(exception.Start)));
            return null;
        }

        if (stream.Documents.Count > 1)
            Report(stream.Documents[1].RootNode, "a second document begins here: only one is allowed");
        return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
    }

    /// <summary>Reports a problem with a node.</summary>
    public void Report(YamlNode node, string message, string? next = null) => problems.Add(new Problem(message, At(node.Start), next));

    /// <summary>Reports a problem with the file as a whole.</summary>
    public void Report(string message, string? next = null) => problems.Add(new Problem(message, new SourceLocation(path), next));

    /// <summary>Where a node begins.</summary>
    public SourceLocation At(YamlNode node) => At(node.Start);

    private SourceLocation At(Mark mark) => new(path, (int)mark.Line, (int)mark.Column);

    // YamlDotNet wraps what it cannot read in a general sentence; the inner one says what it is.
    private static string Reason(YamlException exception) =>
        (exception.InnerException ?? exception).Message.TrimEnd('.') is { Length: > 0 } reason ? char.ToLowerInvariant(reason[0]) + reason[1..] : "unknown reason";
}
