namespace KegImages.Dockerfiles;

/// <summary>Which instruction of a Dockerfile made which layer: an image's history says of each layer what was run, in order and without
/// the line.</summary>
internal static class LayerInstructions
{
    // What BuildKit writes for the shell form, whatever the shell.
    private static readonly string[] Makers = ["RUN", "COPY", "ADD", "WORKDIR"];

    /// <summary>For each layer that the Dockerfile made, the instruction that made it; null where none fits what the history
    /// says.</summary>
    /// <param name="dockerfile">The Dockerfile.</param>
    /// <param name="target">The stage that is built; null for the last one.</param>
    /// <param name="history">What the history says of these layers, in order: <c>RUN /bin/sh -c npm ci # buildkit</c>.</param>
    public static ImmutableArray<DockerfileInstruction?> Of(Dockerfile dockerfile, string? target, IReadOnlyList<string> history)
    {
        var left = new Queue<DockerfileInstruction>(InstructionsTo(dockerfile, target));
        return [.. history.Select(said => Next(left, KeywordOf(said), said))];
    }

    /// <summary>An entry of a history as people read it: the instruction alone.</summary>
    public static string Shown(string said)
    {
        var text = said.EndsWith(" # buildkit", StringComparison.Ordinal) ? said[..^" # buildkit".Length] : said;
        return string.Join(' ', text.Replace("RUN /bin/sh -c ", "RUN ", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // The next of that keyword. Where its words are in the history it is surely that one, and those between made no layer of their own.
    private static DockerfileInstruction? Next(Queue<DockerfileInstruction> left, string keyword, string said)
    {
        var alike = left.Where(instruction => instruction.Keyword == keyword).ToList();
        var found = alike.FirstOrDefault(instruction => Fits(instruction, said)) ?? alike.FirstOrDefault();
        while (found is not null && left.Dequeue() != found)
        {
            // What stands before it is passed.
        }

        return found;
    }

    // Variables are written out there, so the longest word without one decides.
    private static bool Fits(DockerfileInstruction instruction, string said) =>
        instruction.Arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !word.Contains('$', StringComparison.Ordinal)).MaxBy(word => word.Length) is { } word
                && said.Contains(word.Trim('"', '\''), StringComparison.Ordinal);

    private static string KeywordOf(string said)
    {
        var word = said.AsSpan().TrimStart();
        var end = word.IndexOf(' ');
        var first = (end < 0 ? word : word[..end]).ToString();
        // The engine's own builder of old: "/bin/sh -c #(nop) COPY …", and "/bin/sh -c npm ci" for RUN.
        return Makers.Contains(first, StringComparer.Ordinal) ? first
            : Makers.FirstOrDefault(maker => said.Contains($"#(nop) {maker} ", StringComparison.Ordinal)) ?? "RUN";
    }

    // The stage's own, after those of the stages that it derives from.
    private static List<DockerfileInstruction> InstructionsTo(Dockerfile dockerfile, string? target)
    {
        var stage = target is null ? dockerfile.Stages.LastOrDefault()
            : dockerfile.Stages.LastOrDefault(one => Called(one, target) || one.Index.ToString(CultureInfo.InvariantCulture) == target);
        var chain = new List<DockerfileInstruction>();
        for (var at = stage; at is not null;
            at = dockerfile.Stages.LastOrDefault(one => one.Index < at.Index && Called(one, at.Base)))
            chain.InsertRange(0, at.Instructions.Where(instruction => Makers.Contains(instruction.Keyword, StringComparer.Ordinal)));
        return chain;
    }

    private static bool Called(DockerfileStage stage, string name) => string.Equals(stage.Name, name, StringComparison.OrdinalIgnoreCase);
}
