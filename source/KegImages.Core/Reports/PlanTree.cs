namespace KegImages.Reports;

/// <summary>A plan as a tree of what is built on what, with a reason for each image, fitted to a width.</summary>
/// <param name="plan">The plan.</param>
/// <param name="width">The columns that there are.</param>
/// <param name="tellsAll">Whether every image has a line of its own, and its group and content tag are said.</param>
internal sealed class PlanTree(PlanReport plan, int width, bool tellsAll)
{
    // A family of this size is seen at one glance.
    private const int LargestAtAGlance = 24;

    private const int FewestFolded = 3;

    private const int LeastReason = 24;

    private const int LeastName = 16;

    // A name that is cut is dearer than a line more.
    private const int CostOfACut = 3;

    private readonly PlannedImage[] images = [.. plan.Images, .. plan.Skipped];

    /// <summary>The lines: one an image, or one for many that stay as they are.</summary>
    public ImmutableArray<Line> ToLines()
    {
        var rows = Rows();
        var (names, words) = (0, 0);
        foreach (var row in rows)
            (names, words) = (Math.Max(names, Columns.Of(row.Left)), Math.Max(words, Columns.Of(row.Word)));
        names = Math.Min(names, Math.Max(8, width / 2));
        var most = WithoutLongest(rows);
        if (most < names && Height(most) < Height(names))
            names = most;
        return [.. rows.SelectMany(row => Shown(row, names, words))];

        // In lines, were they printed so.
        long Height(int columns)
        {
            var room = Math.Max(LeastReason, width - columns - words - 4);
            return rows.Sum(row => (long)Wrapping.Of(row.Reason, room).Length + (Columns.Of(row.Left) > columns ? CostOfACut : 0));
        }
    }

    // The columns of all names but the eighth that is longest: a few long ones shall not take the room of every reason.
    private static int WithoutLongest(List<Row> rows)
    {
        int[] all = [.. rows.Select(row => Columns.Of(row.Left)).Order()];
        return all.Length == 0 ? 0 : Math.Max(LeastName, all[(all.Length - 1) * 7 / 8]);
    }

    private List<Row> Rows()
    {
        var names = images.Select(image => image.Image).ToHashSet(StringComparer.Ordinal);
        var parentOf = images.ToDictionary(image => image.Image,
            image => image.Parents.FirstOrDefault(parent => parent != image.Image && names.Contains(parent)) ?? "", StringComparer.Ordinal);
        var children = images.ToLookup(image => parentOf[image.Image], StringComparer.Ordinal);
        var loud = Loud(parentOf);
        var rows = new List<Row>();
        // No recursion: a family is as deep as it likes.
        var left = new Stack<Open>();
        Push(NodesOf(""), "", true);
        while (left.TryPop(out var next))
        {
            var (node, before, isLast, isRoot) = next;
            var below = isRoot ? "" : before + (isLast ? "   " : "│  ");
            var under = node.Image is { } image ? NodesOf(image.Image) : [];
            rows.Add(node.ToRow(isRoot ? "" : before + (isLast ? "└─ " : "├─ "), below + (under.Count > 0 ? "│" : ""), tellsAll));
            Push(under, below, false);
        }

        return rows;

        void Push(List<Node> nodes, string before, bool isRoot)
        {
            for (var i = nodes.Count - 1; i >= 0; i--)
                left.Push(new Open(nodes[i], before, i == nodes.Count - 1, isRoot));
        }

        List<Node> NodesOf(string parent)
        {
            var quiet = children[parent].Where(image => !loud.Contains(image.Image)).SelectMany(WithAllBelow).ToList();
            if (tellsAll || images.Length <= LargestAtAGlance || quiet.Count < FewestFolded)
                return [.. children[parent].Select(image => new Node(image, [], Others(image, names)))];
            return
            [
                .. children[parent].Where(image => loud.Contains(image.Image)).Select(image => new Node(image, [], Others(image, names))),
                .. quiet.GroupBy(image => $"{image.Group}\n{image.Plan}\n{image.Reason}", StringComparer.Ordinal)
                    .Select(group => new Node(null, [.. group], [])),
            ];
        }

        IEnumerable<PlannedImage> WithAllBelow(PlannedImage image)
        {
            var open = new Queue<PlannedImage>([image]);
            while (open.TryDequeue(out var next))
            {
                yield return next;
                foreach (var child in children[next.Image])
                    open.Enqueue(child);
            }
        }
    }

    // What does not stay as it is, and all that it is built on.
    private HashSet<string> Loud(Dictionary<string, string> parentOf)
    {
        var loud = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in images.Where(image => image.Plan is not ("reuse" or "skip")))
        {
            for (var name = image.Image; name.Length > 0 && loud.Add(name);)
                name = parentOf[name];
        }

        return loud;
    }

    private static string[] Others(PlannedImage image, HashSet<string> names) =>
        [.. image.Parents.Where(names.Contains).Skip(1)];

    private IEnumerable<Line> Shown(Row row, int names, int words)
    {
        var reasonAt = names + 2 + words + 2;
        var room = width - reasonAt;
        var left = Columns.Of(row.Left) > names ? Columns.Fit(row.Left, names) : row.Left;
        var word = new Inked(Padded(row.Word, words), row.Ink);
        if (room < LeastReason)
        {
            // Too narrow for three columns: the reason stands below.
            yield return new Line(Padded(left, names), "  ", word);
            foreach (var line in Wrapping.Of(row.Reason, Math.Max(1, width - 4)))
                yield return new Line($"    {line}");
            yield break;
        }

        var lines = Wrapping.Of(row.Reason, room);
        yield return new Line(Padded(left, names), "  ", word, $"  {lines[0]}");
        foreach (var line in lines[1..])
            yield return new Line(Padded(Columns.Fit(row.Below, names), reasonAt), line);
    }

    private static string Padded(string text, int columns) => text + new string(' ', Math.Max(0, columns - Columns.Of(text)));

    private sealed record Open(Node Node, string Before, bool IsLast, bool IsRoot);

    private sealed record Node(PlannedImage? Image, ImmutableArray<PlannedImage> Many, string[] Others)
    {
        public Row ToRow(string before, string below, bool tellsAll)
        {
            if (Image is { } image)
            {
                var content = tellsAll && image.Content.Length > 0 ? $"{image.Group}, {image.Shown}: " : "";
                var also = Others.Length > 0 ? $" (also on {string.Join(", ", Others)})" : "";
                return new Row(before + image.Image, below, image.Plan, InkOf(image.Plan), $"{content}{image.Reason}{also}");
            }

            var named = string.Join(", ", Many.Take(3).Select(one => one.Image)) + (Many.Length > 3 ? ", …" : "");
            return new Row($"{before}{Many.Length} of {Many[0].Group}", below, Many[0].Plan, InkOf(Many[0].Plan),
                $"{Many[0].Reason}: {named}");
        }

        private static Ink InkOf(string plan) => plan switch
        {
            "build" => Ink.Warm,
            "reuse" => Ink.Good,
            _ => Ink.Faint,
        };
    }

    private sealed record Row(string Left, string Below, string Word, Ink Ink, string Reason);
}
