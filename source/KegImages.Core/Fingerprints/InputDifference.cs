namespace KegImages.Fingerprints;

/// <summary>One thing in which two manifests of inputs differ.</summary>
/// <param name="Kind">What it is; null for the version of the format.</param>
/// <param name="Name">Which one of its kind: a path, an arg's name; empty where there is only one.</param>
/// <param name="Before">What it was; null when it was not there.</param>
/// <param name="After">What it is; null when it is gone.</param>
public sealed record InputDifference(InputKind? Kind, string Name, string? Before, string? After)
{
    /// <summary>The first line of the new Dockerfile that differs, from 1, where the Dockerfile is what differs; where lines were only
    /// taken away, the line that now stands there.</summary>
    public int? FirstLine { get; init; }

    /// <summary>The last line of the new Dockerfile that differs.</summary>
    public int? LastLine { get; init; }

    /// <summary>What differs in a named context that is a folder, where that is known.</summary>
    public ImmutableArray<InputDifference> Within { get; init; } = [];

    /// <summary>The difference as a clause for people: <c>file src/app.js changed</c>, <c>arg NODE_VERSION changed</c>.</summary>
    public override string ToString() => Kind switch
    {
        null => $"the fingerprint's format is version {After}, was {Before}",
        InputKind.Dockerfile when FirstLine is { } first =>
            first == LastLine ? $"line {first} of the Dockerfile changed" : $"lines {first}–{LastLine} of the Dockerfile changed",
        InputKind.Dockerfile => "the Dockerfile changed",
        InputKind.Target => $"the target is {Quoted(After)}, was {Quoted(Before)}",
        InputKind.File => $"file {Name} {FileVerb()}",
        InputKind.Folder or InputKind.Link when Before is not null && After is not null => $"{Word} {Name} is '{After}', was '{Before}'",
        InputKind.Remote when RemoteIdentity.SaysUnknown(After) => $"what is at {Name} cannot be told",
        InputKind.Remote => $"what is at {Name} {Verb()}",
        _ => $"{Word} {Name} {Verb()}",
    };

    private string Word => Kind.ToString()!.ToLowerInvariant();

    internal static ImmutableArray<InputDifference> Between(FingerprintInputs before, FingerprintInputs after)
    {
        if (before.Version != after.Version)
            return [new InputDifference(null, "", Number(before.Version), Number(after.Version))];
        return [.. Between(before.Inputs, after.Inputs)
            .Select(difference => difference.Kind == InputKind.Dockerfile ? difference.WithLines(Lines(before), Lines(after))
            : difference)];
    }

    internal static ImmutableArray<InputDifference> Between(ImmutableArray<FingerprintInput>? before,
        ImmutableArray<FingerprintInput>? after)
    {
        if (before is null || after is null)
            return [];
        var old = before.Value.ToDictionary(input => (input.Kind, input.Name));
        var present = after.Value.ToDictionary(input => (input.Kind, input.Name));
        return
        [
            .. old.Keys.Union(present.Keys)
                .Where(key => key.Kind != InputKind.Line && old.GetValueOrDefault(key) != present.GetValueOrDefault(key))
                .OrderBy(key => key.Kind).ThenBy(key => key.Name, StringComparer.Ordinal)
                .Select(key => new InputDifference(key.Kind, key.Name, old.GetValueOrDefault(key)?.Value,
                    present.GetValueOrDefault(key)?.Value)),
        ];
    }

    private static List<string> Lines(FingerprintInputs inputs) =>
        [.. inputs.Inputs.Where(input => input.Kind == InputKind.Line).OrderBy(input => int.Parse(input.Name, CultureInfo.InvariantCulture))
            .Select(input => input.Value)];

    private InputDifference WithLines(List<string> before, List<string> after)
    {
        var shorter = Math.Min(before.Count, after.Count);
        var head = 0;
        while (head < shorter && before[head] == after[head])
            head++;
        var tail = 0;
        while (tail < shorter - head && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;
        // Two texts of the same lines differ in the last line feed alone.
        var first = Math.Clamp(head + 1, 1, Math.Max(1, after.Count));
        return this with { FirstLine = first, LastLine = Math.Max(first, after.Count - tail) };
    }

    private string FileVerb() =>
        Before?[(Before.IndexOf(':', StringComparison.Ordinal) + 1)..] == After?[(After.IndexOf(':', StringComparison.Ordinal) + 1)..]
        ? $"has mode {After?.Split(':')[0]}, had {Before?.Split(':')[0]}"
        : Verb();

    private string Verb() => (Before, After) switch
    {
        (null, _) => "was added",
        (_, null) => "was removed",
        _ => "changed",
    };

    private static string Quoted(string? stage) => stage is null ? "the last stage" : $"'{stage}'";

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);
}
