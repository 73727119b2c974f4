using System.Globalization;
using System.Net;
using System.Text;
using Nuke.Common.Execution;

namespace Nuke.Common.Output;

/// <summary>
/// The targets as a picture: one file of HTML and SVG that asks the network for nothing. Targets stand below those that they wait for; what
/// would run is filled.
/// </summary>
internal static class PlanPage
{
    private const int BoxWidth = 190;
    private const int BoxHeight = 40;
    private const int GapX = 40;
    private const int GapY = 70;

    public static string Of(IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<ExecutableTarget> plan)
    {
        var places = Places(targets);
        var width = places.Values.Max(place => place.X) + BoxWidth + GapX;
        var height = places.Values.Max(place => place.Y) + BoxHeight + GapY;
        var svg = new StringBuilder();
        foreach (var target in targets)
        {
            Edges(svg, places, target, target.ExecutionDependencies, "needs");
            Edges(svg, places, target, target.OrderDependencies, "order");
            Edges(svg, places, target, target.TriggerDependencies, "trigger");
        }

        foreach (var target in targets)
            Box(svg, places[target], target, plan);
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Build plan</title>
            <style>
            body { font: 14px system-ui, sans-serif; margin: 2em; color: #1d2733; background: #fff; }
            rect { fill: #fff; stroke: #9aa7b5; } .runs rect { fill: #dcefe3; stroke: #2f7d4f; } .asked rect { stroke-width: 3; }
            text { text-anchor: middle; dominant-baseline: middle; } path { fill: none; stroke: #65748a; marker-end: url(#tip); }
            .order { stroke-dasharray: 6 4; } .trigger { stroke-dasharray: 2 3; }
            </style>
            </head>
            <body>
            <h1>Build plan</h1>
            <p>Would run: {{(plan.Count == 0 ? "nothing" : Html(string.Join(" → ", plan)))}}</p>
            <p>Filled: runs. Bold: asked for. Line: needs. Dashes: only the order. Dots: triggered.</p>
            <svg xmlns="http://www.w3.org/2000/svg" width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}">
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0L8 4L0 8z" style="fill:#65748a;stroke:none;marker-end:none"/></marker></defs>
            {{svg.ToString().TrimEnd()}}
            </svg>
            </body>
            </html>

            """;
    }

    private static Dictionary<ExecutableTarget, (int X, int Y)> Places(IReadOnlyList<ExecutableTarget> targets)
    {
        var depths = new Dictionary<ExecutableTarget, int>();
        var places = new Dictionary<ExecutableTarget, (int X, int Y)>();
        var filled = new Dictionary<int, int>();
        foreach (var target in targets)
        {
            var depth = Depth(target);
            var column = filled.GetValueOrDefault(depth);
            filled[depth] = column + 1;
            places[target] = (GapX + (column * (BoxWidth + GapX)), GapY + (depth * (BoxHeight + GapY)));
        }

        return places;

        int Depth(ExecutableTarget target) => depths.TryGetValue(target, out var known)
            ? known
            : depths[target] = target.AllDependencies.Select(Depth).DefaultIfEmpty(-1).Max() + 1;
    }

    private static void Edges(StringBuilder svg, Dictionary<ExecutableTarget, (int X, int Y)> places, ExecutableTarget target,
        IEnumerable<ExecutableTarget> others, string kind)
    {
        var (x, y) = places[target];
        foreach (var other in others)
        {
            var (otherX, otherY) = places[other];
            var (fromX, fromY, toX) = (otherX + (BoxWidth / 2), otherY + BoxHeight, x + (BoxWidth / 2));
            svg.AppendLine(CultureInfo.InvariantCulture,
                $"""<path class="{kind}" d="M{fromX} {fromY}C{fromX} {fromY + (GapY / 2)} {toX} {y - (GapY / 2)} {toX} {y}"/>""");
        }
    }

    private static void Box(StringBuilder svg, (int X, int Y) place, ExecutableTarget target, IReadOnlyList<ExecutableTarget> plan)
    {
        var kind = (plan.Contains(target) ? "runs" : "idle") + (target.Invoked ? " asked" : "");
        svg.AppendLine(CultureInfo.InvariantCulture,
            $"""<g class="{kind}"><title>{Html(target.Description ?? target.Name)}</title>"""
            + $"""<rect x="{place.X}" y="{place.Y}" width="{BoxWidth}" height="{BoxHeight}" rx="6"/>"""
            + $"""<text x="{place.X + (BoxWidth / 2)}" y="{place.Y + (BoxHeight / 2)}">{Html(target.Name)}</text></g>""");
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text).Replace("&#8594;", "→", StringComparison.Ordinal);
}
