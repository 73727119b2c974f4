namespace KegImages.References;

/// <summary>One builder that a run is to use, as it was asked for.</summary>
/// <param name="Name">The buildx builder; null for the one that is in use.</param>
/// <param name="Slots">How many images it builds at once; null for as many as <c>--parallel</c> says.</param>
public sealed record BuilderEntry(string? Name, int? Slots = null)
{
    /// <summary>The builder that is in use.</summary>
    public static readonly BuilderEntry InUse = new((string?)null);

    /// <summary>The platforms that it is given to build for; empty for those that it says it builds for.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>What it is called in a sentence.</summary>
    public string Called => Name is null ? "the builder in use" : $"the builder '{Name}'";

    /// <summary>Reads names with commas between them, as in <c>--builder a,b,c</c>.</summary>
    /// <param name="text">The names.</param>
    /// <param name="source">What says them, for problems: <c>--builder</c>.</param>
    /// <exception cref="WrongUseException">A name is empty, said twice, or no name of a builder.</exception>
    public static ImmutableArray<BuilderEntry> Parse(string text, string source)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        if (names.FirstOrDefault(name => !IsName(name)) is { } wrong)
            throw new WrongUseException(
                $"{source} {text}: '{wrong}' is no name of a builder: letters, digits, '.', '_', '+' and '-' are allowed",
                next: "docker buildx ls shows those that there are; several are said with commas between them: a,b,c");
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new WrongUseException($"{source} {text}: '{twice.Key}' is said twice",
                next: "how many images a builder builds at once is said by its slots: builders: in keg.yml");
        return [.. names.Select(name => new BuilderEntry(name))];
    }

    /// <summary>Whether a text can be the name of a buildx builder.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 128 && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');
}
