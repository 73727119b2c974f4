using System.Collections.Immutable;

namespace KegImages.Images.Dockerfiles;

/// <summary>The variables that a stage's instructions see, as they stand after each one. An ENV hides an ARG of the same name.</summary>
internal sealed class StageScope
{
    // A stage goes on with all that its parent knows: what was known is shared, not copied.
    private ImmutableDictionary<string, string> args;
    private ImmutableDictionary<string, string> environment;
    private ImmutableHashSet<string> composed;
    private int length;

    /// <summary>A scope that goes on from the stage that this one derives from; null for an image.</summary>
    public StageScope(StageScope? parent)
    {
        args = parent?.args ?? ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
        environment = parent?.environment ?? args.Clear();
        composed = parent?.composed ?? ImmutableHashSet.Create<string>(StringComparer.Ordinal);
        length = parent?.length ?? 0;
    }

    /// <summary>A variable's value; null when it has none that the Dockerfile tells.</summary>
    public string? this[string name] => environment.GetValueOrDefault(name) ?? args.GetValueOrDefault(name);

    /// <summary>What an ENV of this file says whatever the image below it holds; null when none does, or other variables make up its value.</summary>
    public string? Constant(string name) => composed.Contains(name) ? null : environment.GetValueOrDefault(name);

    /// <summary>Expands a word. Throws <see cref="FormatException"/> for a form that Docker refuses.</summary>
    public string Expand(string word, char escape) => Expansion.Of(word, escape, name => this[name]);

    /// <summary>Takes in an ARG: the build arg of its name, else its default, else the global ARG of its name.</summary>
    public void Declare(DockerfileArg arg, char escape, IReadOnlyDictionary<string, string> given, GlobalScope global)
    {
        var value = given.TryGetValue(arg.Name, out var text) ? text
            : arg.Default is not null ? Expand(arg.Default, escape)
            : global[arg.Name];
        if (value is not null)
            args = args.SetItem(arg.Name, Counted(value));
    }

    /// <summary>Takes in an ENV: all its values are expanded before the first of its names is set.</summary>
    public void Set(IEnumerable<(string Name, string Value)> assignments, char escape)
    {
        foreach (var (name, value, isComposed) in assignments.Select(pair => (pair.Name, Expand(pair.Value, escape), pair.Value.Contains('$', StringComparison.Ordinal))).ToList())
        {
            environment = environment.SetItem(name, Counted(value));
            composed = isComposed ? composed.Add(name) : composed.Remove(name);
        }
    }

    private string Counted(string value) =>
        (length += value.Length) <= TextLimits.Values ? value
            : throw new FormatException($"the variables of this stage have more than {TextLimits.Values} characters");
}
