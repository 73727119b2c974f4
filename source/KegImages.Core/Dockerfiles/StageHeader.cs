namespace KegImages.Dockerfiles;

/// <summary>The arguments of <c>FROM</c>: <c>image [AS name]</c>.</summary>
internal sealed record StageHeader(string Base, string? Name)
{
    /// <summary>Reads a sound <c>FROM</c>.</summary>
    public static StageHeader Of(DockerfileInstruction from)
    {
        var words = InstructionText.PlainWords(from.Arguments);
        return new StageHeader(words.Length > 0 ? words[0] : "", words.Length == 3 ? words[2].ToLowerInvariant() : null);
    }

    /// <summary>What is wrong with a <c>FROM</c>, whatever its variables hold.</summary>
    public static IEnumerable<string> Problems(DockerfileInstruction from)
    {
        var words = InstructionText.PlainWords(from.Arguments);
        if (words.Length != 1 && (words.Length != 3 || !words[1].Equals("AS", StringComparison.OrdinalIgnoreCase)))
            yield return $"FROM {from.Arguments}: expected 'FROM image' or 'FROM image AS name'";
        else if (words.Length == 3 && !IsName(words[2]))
            yield return $"'{words[2]}' is not a stage name: it begins with a letter, and letters, digits, '-', '_' and '.' follow";
    }

    private static bool IsName(string word) => word.ToLowerInvariant() is [>= 'a' and <= 'z', ..] name && Spelling.IsMadeOf(name, "-_.");
}
