using System.Text;
using KegImages.Dockerfiles;

namespace KegImages.Tests.Images.Dockerfiles;

/// <summary>A random Dockerfile: what it says is known first, its text is made up from that in a random layout.</summary>
internal sealed class DockerfileModel
{
    private static readonly string[] Images = ["node:20", "ghcr.io/keg/tap:develop", "localhost:5000/a/b", "alpine", "x/y:1.0-rc"];
    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<Stage> stages = [];
    private readonly HashSet<string> args = [];

    public DockerfileModel(int seed)
    {
        random = new Random(seed);
        if (Chance(3))
            text.Append(Pick("# syntax=docker/dockerfile:1\n", "# escape=\\\n", "# a comment\n\n"));
        var globals = Enumerable.Range(0, random.Next(0, 4)).Select(i => (Name: $"IMAGE_{i}", Value: Pick(Images))).ToList();
        foreach (var (name, value) in globals)
        {
            args.Add(name);
            Line($"{Case("ARG")} {name}={Quoted(value)}");
        }

        for (var index = random.Next(1, 7); index > 0; index--)
            AddStage(globals);
        if (Chance(4))
            text.Length--;
    }

    /// <summary>The Dockerfile.</summary>
    public string Text => text.ToString();

    /// <summary>The names of the stages, null for those without.</summary>
    public IReadOnlyList<string?> Names => [.. stages.Select(stage => stage.Name)];

    /// <summary>The edges of a target, sorted.</summary>
    public IEnumerable<string> Edges(int target) =>
        Reached(target).SelectMany(stage => stage.Images).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The args of a target, sorted.</summary>
    public IEnumerable<string> Args(int target) =>
        Reached(target).SelectMany(stage => stage.Args).Concat(args).Distinct().Order(StringComparer.Ordinal);

    private IEnumerable<Stage> Reached(int target)
    {
        var reached = new HashSet<int>();
        var open = new Queue<int>([target]);
        while (open.TryDequeue(out var next))
        {
            if (reached.Add(next))
                stages[next].Uses.ForEach(open.Enqueue);
        }

        return reached.Select(index => stages[index]);
    }

    private void AddStage(List<(string Name, string Value)> globals)
    {
        var stage = new Stage(Chance(2) ? $"stage-{stages.Count}" : null);
        var from = Base(stage, globals);
        var platform = Chance(5) ? "--platform=$BUILDPLATFORM " : "";
        var name = stage.Name is null ? "" : $" {Case("AS")} {Case(stage.Name)}";
        Line($"{Case("FROM")} {platform}{from}{name}");
        stages.Add(stage);
        for (var count = random.Next(0, 6); count > 0; count--)
            AddInstruction(stage);
    }

    private string Base(Stage stage, List<(string Name, string Value)> globals)
    {
        var named = stages.Where(earlier => earlier.Name is not null).ToList();
        switch (random.Next(4))
        {
            case 0 when named.Count > 0:
                var parent = Pick([.. named]);
                stage.Uses.Add(stages.IndexOf(parent));
                return parent.Name!;
            case 1 when globals.Count > 0:
                var (name, value) = Pick([.. globals]);
                stage.Images.Add($"{ParentUse.From} {value}");
                return Pick($"${name}", $"${{{name}}}", $"${{{name}:-unused}}", $"\"${name}\"");
            case 2:
                return "scratch";
            default:
                var image = Pick(Images);
                stage.Images.Add($"{ParentUse.From} {image}");
                return image;
        }
    }

    private void AddInstruction(Stage stage)
    {
        switch (random.Next(8))
        {
            case 0:
                Line($"{Case("COPY")} {Pick("--link ", "--chown=1:1 ", "")}--from={Source(stage, ParentUse.Copy)} /a /b");
                break;
            case 1:
                Line($"{Case("RUN")} --mount=type={Pick("bind", "cache")},target=/x,from={Source(stage, ParentUse.Mount)} make");
                break;
            case 2:
                var name = $"ARG_{random.Next(5)}";
                stage.Args.Add(name);
                Line($"{Case("ARG")} {name}{Pick("", "=", "=1", "=\"a b\"", "='FROM x'")}");
                break;
            case 3:
                Line($"{Case("RUN")} {Pick("<<EOF", "<<-'EOF'", "cat <<\"EOF\" > /x")}\nFROM decoy\nCOPY --from=decoy a b\nARG DECOY\nEOF");
                break;
            case 4:
                Line($"{Case("ONBUILD")} COPY --from=decoy a b");
                // Within one file a trigger fires in the next stage; this model keeps to edges, so no stage may derive from this one.
                stage.Forget();
                break;
            case 5:
                text.Append(Pick("# FROM decoy\n", "\n", "   \t\n", "  # COPY --from=decoy a b\n"));
                break;
            case 6:
                Line($"{Case("ENV")} A=\"FROM decoy\" B='COPY --from=decoy'");
                break;
            default:
                Line($"{Case("RUN")} echo FROM decoy && COPY --from=decoy a b");
                break;
        }
    }

    private string Source(Stage stage, ParentUse use)
    {
        var index = stages.IndexOf(stage);
        if (index > 0 && Chance(2))
        {
            var source = random.Next(index);
            if (stages[source].WrittenName is { } name)
            {
                stage.Uses.Add(source);
                return Case(name);
            }

            if (use == ParentUse.Copy)
            {
                stage.Uses.Add(source);
                return $"{source}";
            }
        }

        var image = Pick(Images);
        stage.Images.Add($"{use} {image}");
        return image;
    }

    // A logical line, broken at some of its spaces by continuations, comments and empty lines, which change nothing.
    private void Line(string line)
    {
        var firstLineEnd = line.IndexOf('\n', StringComparison.Ordinal);
        var head = firstLineEnd < 0 ? line : line[..firstLineEnd];
        var broken = head.Contains('"', StringComparison.Ordinal) || head.Contains('\'', StringComparison.Ordinal)
            ? head
            : string.Concat(head.Select(c =>
                c == ' ' && Chance(6) ? Pick(" \\\n", " \\  \n  ", " \\\n# FROM decoy\n", " \\\n\n\t") : $"{c}"));
        text.Append(Pick("", "", " ", "\t")).Append(broken).Append(firstLineEnd < 0 ? "" : line[firstLineEnd..]).Append('\n');
    }

    private string Quoted(string value) => Pick(value, $"\"{value}\"", $"'{value}'");

    private string Case(string word) => Chance(3) ? word.ToLowerInvariant() : Chance(4) ? word.ToUpperInvariant() : word;

    private bool Chance(int of) => random.Next(of) == 0;

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private sealed class Stage(string? name)
    {
        public string? Name { get; private set; } = name;

        public string? WrittenName { get; } = name;

        public List<int> Uses { get; } = [];

        public HashSet<string> Images { get; } = [];

        public HashSet<string> Args { get; } = [];

        public void Forget() => Name = null;
    }
}
