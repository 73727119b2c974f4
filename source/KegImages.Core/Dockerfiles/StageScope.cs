namespace KegImages.Dockerfiles;

/// <summary>The variables that a stage's instructions see, as they stand after each one. An ARG that has a value and an ENV replace each
/// other: the later one counts, as BuildKit has it. Only an ARG without a value leaves an ENV of its name as it is.</summary>
internal sealed class StageScope
{
    // A stage goes on with all that its parent knows: what was known is shared, not copied.
    private ImmutableDictionary<string, string> values;
    private ImmutableHashSet<string> constants;
    private int length;

    /// <summary>A scope that goes on from the stage that this one derives from; null for an image.</summary>
    public StageScope(StageScope? parent)
    {
        values = parent?.values ?? ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
        constants = parent?.constants ?? ImmutableHashSet.Create<string>(StringComparer.Ordinal);
        length = parent?.length ?? 0;
    }

    /// <summary>A variable's value; null when it has none that the Dockerfile tells.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>What an ENV of this file says whatever build args and the image below it hold; null when none does, or other variables make
    /// up its value.</summary>
    public string? Constant(string name) => constants.Contains(name) ? values[name] : null;

    /// <summary>Expands a word. Throws <see cref="FormatException"/> for a form that Docker refuses.</summary>
    public string Expand(string word, char escape) => Expansion.Of(word, escape, name => this[name]);

    /// <summary>Takes in an ARG: the build arg of its name, else its default, else the global ARG of its name.</summary>
    public void Declare(DockerfileArg arg, char escape, IReadOnlyDictionary<string, string> given, GlobalScope global)
    {
        var value = given.TryGetValue(arg.Name, out var text) ? text
            : arg.Default is not null ? Expand(arg.Default, escape)
            : global[arg.Name];
        if (value is null)
            return;
        values = values.SetItem(arg.Name, Counted(value));
        constants = constants.Remove(arg.Name);
    }

    /// <summary>Takes in an ENV: all its values are expanded before the first of its names is set.</summary>
    public void Set(IEnumerable<(string Name, string Value)> assignments, char escape)
    {
        foreach (var (name, value,
            isComposed) in assignments.Select(pair =>
                (pair.Name, Expand(pair.Value, escape), pair.Value.Contains('$', StringComparison.Ordinal))).ToList())
        {
            values = values.SetItem(name, Counted(value));
            constants = isComposed ? constants.Remove(name) : constants.Add(name);
        }
    }

    private string Counted(string value) =>
        (length += value.Length) <= TextLimits.Values ? value
            : throw new FormatException($"the variables of this stage have more than {TextLimits.Values} characters");
}
