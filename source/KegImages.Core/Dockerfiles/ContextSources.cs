namespace KegImages.Dockerfiles;

/// <summary>Gathers what instructions read of the main context. What is not known for sure is taken for the whole context.</summary>
internal sealed class ContextSources
{
    private readonly SortedSet<string> sources = new(StringComparer.Ordinal);
    private bool isWhole;

    /// <summary>The sources; null for the whole context.</summary>
    public ImmutableSortedSet<string>? Found => isWhole ? null : sources.ToImmutableSortedSet(StringComparer.Ordinal);

    public void TakeAll() => isWhole = true;

    /// <summary>Takes in what an instruction reads, with the variables as they stand before it.</summary>
    public void Take(DockerfileInstruction instruction, StageScope scope)
    {
        try
        {
            foreach (var word in Words(instruction))
                Take(word, instruction.Escape, scope);
        }
        catch (FormatException)
        {
            // Docker refuses it, or it is read by rules that are not known here.
            isWhole = true;
        }
    }

    private static IEnumerable<string> Words(DockerfileInstruction instruction) => instruction.Keyword switch
    {
        "COPY" or "ADD" when string.IsNullOrEmpty(instruction.Flag("from")) => CopyWords(instruction),
        "RUN" => instruction.Mounts().Where(mount => mount.From is null && MayBind(mount)).Select(mount => mount.Source ?? "."),
        _ => [],
    };

    // The last word is where it is copied to; a heredoc's text and what is behind a URL are no part of the context.
    private static IEnumerable<string> CopyWords(DockerfileInstruction instruction) =>
        (InstructionText.JsonWords(instruction.Arguments) ?? InstructionText.PlainWords(instruction.Arguments)).SkipLast(1)
            .Where(word => !word.StartsWith("<<", StringComparison.Ordinal) && !IsUrl(word));

    private static bool MayBind(RunMount mount) =>
        mount.Type.Contains('$', StringComparison.Ordinal) || mount.Type.Equals("bind", StringComparison.OrdinalIgnoreCase);

    private static bool IsUrl(string word) =>
        word.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || word.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private void Take(string word, char escape, StageScope scope)
    {
        if (word.AsSpan().ContainsAny("'\"\\`"))
            throw new FormatException();
        sources.Add(Expansion.Of(word, escape, name =>
        {
            // An ARG may be hidden by an ENV of the image that is built on, so only what this file's own ENV says is sure.
            var value = scope.Constant(name);
            isWhole |= value is null;
            return value;
        }));
    }
}
