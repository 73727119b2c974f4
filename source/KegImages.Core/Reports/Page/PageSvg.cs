using System.Net;
using KegImages.Drawing;

namespace KegImages.Reports.Page;

/// <summary>The family as a picture: bands of groups, edges downwards, and a box an image, whose state is a colour, a sign and a
/// word.</summary>
/// <param name="mask">Takes secrets out of a text.</param>
internal sealed class PageSvg(Func<string, string> mask)
{
    // As wide as a box is, in the widest letters that names have.
    private const int LongestName = 20;

    // Signs in a box of 14 by 14, drawn as lines.
    private static readonly (string State, string Path)[] Signs =
    [
        ("planned", "M7 2.5v9M2.5 7h9"),
        ("built", "M2.5 7.5l3 3 6-7"),
        ("reused", "M11.6 8.4A5 5 0 1 1 10.9 4M11.4 1.6v3H8.4"),
        ("failed", "M3 3l8 8M11 3l-8 8"),
        ("blocked", "M7 1.8a5.2 5.2 0 1 0 .01 0M3.4 3.4l7.2 7.2"),
        ("unstarted", "M7 1.8a5.2 5.2 0 1 0 .01 0"),
        ("untested", "M4.6 5a2.4 2.4 0 1 1 3.6 2.1c-.9.5-1.2.9-1.2 1.7M7 11.3v.4"),
        ("behind", "M7 1.8a5.2 5.2 0 1 0 .01 0M7 4v3l2.2 1.6"),
        ("skipped", "M2.5 7h9"),
        ("unknown", "M7 6v2"),
    ];

    /// <summary>The signs, to be used by name: <c>#sign-built</c>.</summary>
    public static string Symbols => "<defs>" + string.Concat(Signs.Select(sign =>
        $"""<symbol id="sign-{sign.State}" viewBox="0 0 14 14"><path d="{sign.Path}"/></symbol>""")) + "</defs>";

    /// <summary>The picture as a file of its own.</summary>
    public string File(PageDocument document)
    {
        var picture = PagePicture.OfAll(document.Images);
        var graph = Drawing(picture.Images);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" {Extent(graph)} class="graph" role="img" aria-label="{Text(Label(document))}">
            {(picture.Note is { } note ? $"<title>{Text(note)}</title>" : "")}
            <style>{PageAssets.GraphStyle}</style>
            {Symbols}
            <rect class="paper" width="100%" height="100%"/>
            {Body(graph, picture.Images, isAlive: false)}</svg>

            """;
    }

    /// <summary>The picture as a part of the page, where each image is a button.</summary>
    public string Part(ImmutableArray<PageImage> images, string id, string label)
    {
        var graph = Drawing(images);
        return $"""
            <svg id="{id}" {Extent(graph)} class="graph" role="group" aria-label="{Text(label)}">
            {Body(graph, images, isAlive: true)}</svg>
            """;
    }

    private static string Extent(DrawnGraph graph)
    {
        var (width, height) = (Number(graph.Width), Number(graph.Height));
        return $"""viewBox="0 0 {width} {height}" width="{width}" height="{height}" """.TrimEnd();
    }

    /// <summary>What the picture is of, in words.</summary>
    public static string Label(PageDocument document) => $"The images of {document.Run.Provider} and what they are built on";

    private static DrawnGraph Drawing(ImmutableArray<PageImage> images)
    {
        var groups = images.Select(image => image.Group).Distinct(StringComparer.Ordinal).ToList();
        return LayeredDrawing.Of([.. images.Select(image => new GraphNode(image.Name, groups.IndexOf(image.Group),
            [.. image.Parents.Where(parent => parent.IsMember).Select(parent => parent.Name)]))]);
    }

    private string Body(DrawnGraph graph, ImmutableArray<PageImage> images, bool isAlive)
    {
        var groups = images.Select(image => image.Group).Distinct(StringComparer.Ordinal).ToList();
        var byName = images.ToDictionary(image => image.Name, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var band in graph.Bands)
        {
            text.Append($"""<g class="band"><rect x="8" y="{Number(band.Y)}" width="{Number(graph.Width - 16)}" """)
                .Append($"""height="{Number(band.Height)}" rx="10"/>""")
                .Append($"""<text x="20" y="{Number(band.Y + 18)}">{Text(groups[band.Band])}</text></g>""").Append('\n');
        }

        foreach (var edge in graph.Edges)
        {
            text.Append($"""<path class="edge" data-from="{Text(edge.From)}" data-to="{Text(edge.To)}" d="{Line(edge.Points)}"/>""")
                .Append('\n');
        }

        foreach (var node in graph.Nodes)
            Box(text, node, byName[node.Name], isAlive);
        return text.ToString();
    }

    private void Box(StringBuilder text, DrawnNode node, PageImage image, bool isAlive)
    {
        var (state, name) = (NameOf(image.State), Text(image.Name));
        var button = isAlive ? $""" role="button" tabindex="-1" aria-label="{name}, {Text(Words(image))}" data-row="{node.Row}" """ : " ";
        text.Append($"""<g class="node {state}" data-image="{name}"{button}transform="translate({Number(node.X)} {Number(node.Y)})">""")
            .Append($"<title>{name}: {Text(image.Reason)}</title>")
            .Append($"""<rect class="card" width="{Number(LayeredDrawing.NodeWidth)}" """)
            .Append($"""height="{Number(LayeredDrawing.NodeHeight)}" rx="8"/>""")
            .Append($"""<rect class="mark" x="0" y="8" width="4" height="{Number(LayeredDrawing.NodeHeight - 16)}" rx="2"/>""")
            .Append($"""<text class="name" x="14" y="20">{Text(Columns.Fit(image.Name, LongestName))}</text>""")
            .Append($"""<use class="sign" href="#sign-{state}" x="13" y="27" width="13" height="13"/>""")
            .Append($"""<text class="word" x="31" y="38">{Text(Words(image))}</text></g>""").Append('\n');
    }

    private static string Words(PageImage image) => image switch
    {
        { State: PageState.Built, IsCached: true } => "built, from the cache",
        { State: PageState.Built or PageState.Failed, Seconds: { } seconds } =>
            $"{NameOf(image.State)}, {Human.Duration(TimeSpan.FromSeconds(seconds))}",
        { State: PageState.Planned } => "to be built",
        { State: PageState.Unstarted } => "not started",
        _ => NameOf(image.State),
    };

    /// <summary>A state as the document and its colours call it.</summary>
    internal static string NameOf(PageState state) => state.ToString().ToLowerInvariant();

    // Straight through a row, and curved between two.
    private static string Line(ImmutableArray<DrawnPoint> points)
    {
        var line = new StringBuilder($"M{Number(points[0].X)} {Number(points[0].Y)}");
        for (var i = 1; i < points.Length; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            if (from.X == to.X)
            {
                // One line straight down through many rows.
                while (i + 1 < points.Length && points[i + 1].X == to.X)
                    to = points[++i];
                line.Append($"V{Number(to.Y)}");
                continue;
            }

            var half = (from.Y + to.Y) / 2;
            line.Append($"C{Number(from.X)} {Number(half)} {Number(to.X)} {Number(half)} {Number(to.X)} {Number(to.Y)}");
        }

        return line.ToString();
    }

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private string Text(string text) => WebUtility.HtmlEncode(VisibleText.Of(mask(text)));
}
