namespace KegImages.Pages;

/// <summary>An image in a drawing of the family.</summary>
/// <param name="State">How it ended, or what is planned: <c>build</c>, <c>reuse</c>, <c>built</c>, <c>cached</c>, <c>reused</c>,
/// <c>failed</c>, <c>blocked</c>, <c>unstarted</c>, <c>untested</c>, <c>behind</c>, <c>skipped</c> or <c>unknown</c>.</param>
internal sealed record DrawnImage(string Name, ImmutableArray<string> Parents, string State);

/// <summary>The family as a Mermaid graph, coloured by how each image ended. See
/// <see href="https://mermaid.js.org/syntax/flowchart.html"/>.</summary>
internal static class FamilyGraph
{
    // GitHub draws at most 500 edges, and nobody reads so many: beyond this, leaves of one kind share a node.
    private const int MostNodes = 60;

    private const string Outside = "outside";

    private static readonly ImmutableArray<(string State, string Style)> Styles =
    [
        ("build", "fill:#ddf4ff,stroke:#0969da,color:#1f2328"),
        ("reuse", "fill:#f6f8fa,stroke:#818b98,color:#1f2328"),
        ("built", "fill:#dafbe1,stroke:#1a7f37,color:#1f2328"),
        ("cached", "fill:#dafbe1,stroke:#1a7f37,color:#1f2328,stroke-dasharray:4 3"),
        ("reused", "fill:#f6f8fa,stroke:#818b98,color:#1f2328"),
        ("failed", "fill:#ffebe9,stroke:#d1242f,color:#1f2328"),
        ("blocked", "fill:#fff8c5,stroke:#9a6700,color:#1f2328"),
        ("unstarted", "fill:#f6f8fa,stroke:#9a6700,color:#1f2328,stroke-dasharray:4 3"),
        ("untested", "fill:#fbefff,stroke:#8250df,color:#1f2328"),
        ("behind", "fill:#ddf4ff,stroke:#0b6a94,color:#1f2328,stroke-dasharray:4 3"),
        ("skipped", "fill:#ffffff,stroke:#818b98,color:#59636e"),
        ("unknown", "fill:#ffffff,stroke:#818b98,color:#59636e,stroke-dasharray:2 2"),
        (Outside, "fill:none,stroke:#818b98,color:#818b98,stroke-dasharray:2 2"),
    ];

    /// <summary>The graph's lines, parents before children.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<DrawnImage> images)
    {
        var nodes = images.Length > MostNodes ? Joined(images) : images;
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add("flowchart LR");
        var members = images.Select(image => image.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var outside in nodes.SelectMany(node => node.Parents).Where(parent => !members.Contains(parent))
            .Distinct(StringComparer.Ordinal))
            lines.Add($"  {Id(outside)}([\"{Label(outside)}\"]):::{Outside}");
        foreach (var node in nodes)
            lines.Add($"  {Id(node.Name)}[\"{Label(node.Name)}\"]:::{node.State}");
        foreach (var node in nodes)
            lines.AddRange(node.Parents.Distinct(StringComparer.Ordinal).Select(parent => $"  {Id(parent)} --> {Id(node.Name)}"));

        var used = nodes.Select(node => node.State).Append(Outside).ToHashSet(StringComparer.Ordinal);
        lines.AddRange(Styles.Where(style => used.Contains(style.State)).Select(style => $"  classDef {style.State} {style.Style}"));
        return lines.ToImmutable();

        string Id(string name)
        {
            if (!ids.TryGetValue(name, out var id))
                ids[name] = id = string.Create(CultureInfo.InvariantCulture, $"n{ids.Count}");
            return id;
        }
    }

    private static ImmutableArray<DrawnImage> Joined(ImmutableArray<DrawnImage> images)
    {
        var parents = images.SelectMany(image => image.Parents).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. images.Where(image => parents.Contains(image.Name)),
            .. images.Where(image => !parents.Contains(image.Name))
                .GroupBy(image => (image.State, Parents: string.Join('\n', image.Parents.Order(StringComparer.Ordinal))))
                .Select(leaves => leaves.Count() == 1 ? leaves.First()
                : leaves.First() with { Name = $"{leaves.First().Name} and {leaves.Count() - 1} more" }),
        ];
    }

    private static string Label(string name) =>
        string.Concat(name.Select(c =>
            char.IsAsciiLetterOrDigit(c) || " -_./:".Contains(c, StringComparison.Ordinal) ? c.ToString() : $"#{(int)c};"));
}
