using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>A YAML text on its way in: collects every problem found in it, each with line and column.</summary>
internal sealed class YamlSource(string path)
{
    private readonly List<Problem> problems = [];

    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>A text and its place; null where there is none.</summary>
    public Located<string>? Located(YamlNode? node) => node.Text() is { } text ? new Located<string>(text, At(node!)) : null;

    /// <summary>The text's only document; null when there is none, or when it is not YAML, which is then a problem.</summary>
    public YamlNode? Read(string text)
    {
        var stream = new YamlStream();
        var parser = new Parser(new StringReader(text));
        try
        {
            stream.Load(YamlEvents.Read(parser));
        }
        catch (TooMuchYamlException exception)
        {
            problems.Add(new Problem(exception.Message, At(exception.Start)));
            return null;
        }
        catch (YamlException exception)
        {
            problems.Add(new Problem($"this is not YAML: {Reason(exception)}", Place(exception, text)));
            return null;
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            // YamlDotNet 16.3 ends in these, without a place, on some texts that are not YAML: a plain text that runs on over lines within
            // brackets is one.
            problems.Add(new Problem("this is not YAML: it cannot be read beyond this (is a '[' or '{' not closed?)",
                At(parser.Current?.Start ?? Mark.Empty)));
            return null;
        }

        if (stream.Documents.Count > 1)
            Report(stream.Documents[1].RootNode, "a second document begins here: only one is allowed");
        if (stream.Documents.Count == 0)
            return null;
        YamlMerge.Apply(stream.Documents[0].RootNode, this);
        return stream.Documents[0].RootNode;
    }

    public void Report(YamlNode node, string message) => problems.Add(new Problem(message, At(node)));

    public void Report(string message, string? next = null) => problems.Add(new Problem(message, new SourceLocation(path), next));

    public void Report(SourceLocation location, string message) => problems.Add(new Problem(message, location));

    public SourceLocation At(YamlNode node) => At(node.Start);

    private SourceLocation At(Mark mark) => new(path, (int)mark.Line, (int)mark.Column);

    // Of a tab, YamlDotNet reports the beginning of the file.
    private SourceLocation Place(YamlException exception, string text)
    {
        if (!exception.Message.Contains("tab", StringComparison.Ordinal))
            return At(exception.Start);
        var line = 0;
        foreach (var written in text.AsSpan().EnumerateLines())
        {
            line++;
            if (written.IndexOfAnyExcept(' ') is >= 0 and var column && written[column] == '\t')
                return new SourceLocation(path, line, column + 1);
        }

        return At(exception.Start);
    }

    private static string Reason(YamlException exception) =>
        char.ToLowerInvariant(exception.Message[0]) + exception.Message[1..].TrimEnd('.');
}
