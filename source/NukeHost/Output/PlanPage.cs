using System.Globalization;
using System.Net;
using System.Text;
using Nuke.Common.Execution;

namespace Nuke.Common.Output;

/// <summary>
/// What would run as a picture: one file of HTML and SVG that asks the network for nothing. Targets stand below those that they wait
/// for.
/// </summary>
internal static class PlanPage
{
    private const int BoxWidth = 190;
    private const int BoxHeight = 40;
    private const int GapX = 40;
    private const int GapY = 70;

    public static string Of(IReadOnlyList<ExecutableTarget> plan)
    {
        var places = Places(plan);
        var width = places.Values.Select(place => place.X).DefaultIfEmpty().Max() + BoxWidth + GapX;
        var height = places.Values.Select(place => place.Y).DefaultIfEmpty().Max() + BoxHeight + GapY;
        var svg = new StringBuilder();
        foreach (var target in plan)
        {
            Edges(svg, places, target, target.ExecutionDependencies, "needs");
            Edges(svg, places, target, target.OrderDependencies, "order");
            Edges(svg, places, target, target.TriggerDependencies, "trigger");
        }

        foreach (var target in plan)
            Box(svg, places[target], target);
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Build plan</title>
            <style>
            :root { color-scheme: light dark; --ink: #1d2733; --paper: #fff; --box: #dcefe3; --edge: #2f7d4f; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --paper: #161b22; --box: #1d3527; --edge: #52c894; } }
            body { font: 14px system-ui, sans-serif; margin: 2em; color: var(--ink); background: var(--paper); }
            rect { fill: var(--box); stroke: var(--edge); } .asked rect { stroke-width: 3; } svg { max-width: 100%; height: auto; }
            text { text-anchor: middle; dominant-baseline: middle; fill: var(--ink); } path { fill: none; stroke: #65748a; marker-end: url(#tip); }
            .order { stroke-dasharray: 6 4; } .trigger { stroke-dasharray: 2 3; }
            </style>
            </head>
            <body>
            <h1>Build plan</h1>
            <p>Would run: {{(plan.Count == 0 ? "nothing" : Html(string.Join(" → ", plan)))}}</p>
            <p>Bold: asked for. Line: needs. Dashes: only the order. Dots: triggered.</p>
            <svg xmlns="http://www.w3.org/2000/svg" width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}">
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0L8 4L0 8z" style="fill:#65748a;stroke:none;marker-end:none"/></marker></defs>
            {{svg.ToString().TrimEnd()}}
            </svg>
            </body>
            </html>

            """;
    }

    private static Dictionary<ExecutableTarget, (int X, int Y)> Places(IReadOnlyList<ExecutableTarget> plan)
    {
        var depths = new Dictionary<ExecutableTarget, int>();
        var places = new Dictionary<ExecutableTarget, (int X, int Y)>();
        var filled = new Dictionary<int, int>();
        foreach (var target in plan)
        {
            var depth = Depth(target);
            var column = filled.GetValueOrDefault(depth);
            filled[depth] = column + 1;
            places[target] = (GapX + (column * (BoxWidth + GapX)), GapY + (depth * (BoxHeight + GapY)));
        }

        return places;

        int Depth(ExecutableTarget target) => depths.TryGetValue(target, out var known)
            ? known
            : depths[target] = target.AllDependencies.Intersect(plan).Select(Depth).DefaultIfEmpty(-1).Max() + 1;
    }

    private static void Edges(StringBuilder svg, Dictionary<ExecutableTarget, (int X, int Y)> places, ExecutableTarget target,
        IEnumerable<ExecutableTarget> others, string kind)
    {
        var (x, y) = places[target];
        foreach (var other in others.Where(places.ContainsKey))
        {
            var (otherX, otherY) = places[other];
            var (fromX, fromY, toX) = (otherX + (BoxWidth / 2), otherY + BoxHeight, x + (BoxWidth / 2));
            svg.AppendLine(CultureInfo.InvariantCulture,
                $"""<path class="{kind}" d="M{fromX} {fromY}C{fromX} {fromY + (GapY / 2)} {toX} {y - (GapY / 2)} {toX} {y}"/>""");
        }
    }

    private static void Box(StringBuilder svg, (int X, int Y) place, ExecutableTarget target)
    {
        var kind = target.Invoked ? "asked" : "runs";
        svg.AppendLine(CultureInfo.InvariantCulture,
            $"""<g class="{kind}"><title>{Html(target.Description ?? target.Name)}</title>"""
            + $"""<rect x="{place.X}" y="{place.Y}" width="{BoxWidth}" height="{BoxHeight}" rx="6"/>"""
            + $"""<text x="{place.X + (BoxWidth / 2)}" y="{place.Y + (BoxHeight / 2)}">{Html(target.Name)}</text></g>""");
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text).Replace("&#8594;", "→", StringComparison.Ordinal);
}
