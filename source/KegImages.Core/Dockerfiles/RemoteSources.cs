namespace KegImages.Dockerfiles;

/// <summary>Gathers what <c>ADD</c> instructions fetch.</summary>
internal sealed class RemoteSources
{
    private static readonly string[] Beginnings = ["http://", "https://", "git://", "ssh://", "git@"];

    private readonly List<RemoteSource> sources = [];

    /// <summary>The sources, in order of appearance.</summary>
    public ImmutableArray<RemoteSource> Found => [.. sources];

    /// <summary>Takes in what a step fetches, with the variables as they stand before it.</summary>
    public void Take(DockerfileTrigger step, StageScope scope)
    {
        var instruction = step.Instruction;
        if (instruction.Keyword != "ADD")
            return;
        var checksum = instruction.Flag("checksum") is { Length: > 0 } written ? Expanded(written, instruction.Escape, scope) : null;
        var words = InstructionText.JsonWords(instruction.Arguments) ?? InstructionText.PlainWords(instruction.Arguments);
        // The last word is where it is put.
        foreach (var word in words.SkipLast(1))
        {
            if (word.StartsWith("<<", StringComparison.Ordinal))
                continue;
            var address = Expanded(word, instruction.Escape, scope);
            if (RemoteSource.IsRemote(address ?? word) || (address is null && IsPlainlyRemote(word)))
                sources.Add(new RemoteSource(word, address, checksum, step.Location));
        }
    }

    // Whatever its variables hold.
    private static bool IsPlainlyRemote(string word) =>
        word.TrimStart('"', '\'') is var bare && Beginnings.Any(beginning => bare.StartsWith(beginning, StringComparison.Ordinal));

    private static string? Expanded(string word, char escape, StageScope scope)
    {
        var isKnown = true;
        try
        {
            var text = Expansion.Of(word, escape, name =>
            {
                var value = scope[name];
                isKnown &= value is not null;
                return value;
            });
            return isKnown ? text : null;
        }
        catch (FormatException)
        {
            // Docker refuses it, and says so.
            return null;
        }
    }
}
