namespace KegImages.Images.Dockerfiles;

/// <summary>The variables that a stage's instructions see, as they stand after each one. An ENV hides an ARG of the same name.</summary>
internal sealed class StageScope
{
    private readonly Dictionary<string, string> args;
    private readonly Dictionary<string, string> environment;
    private readonly HashSet<string> composed;

    /// <summary>A scope that goes on from the stage that this one derives from; null for an image.</summary>
    public StageScope(StageScope? parent)
    {
        args = new(parent?.args ?? [], StringComparer.Ordinal);
        environment = new(parent?.environment ?? [], StringComparer.Ordinal);
        composed = new(parent?.composed ?? [], StringComparer.Ordinal);
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
            args[arg.Name] = value;
    }

    /// <summary>Takes in an ENV: all its values are expanded before the first of its names is set.</summary>
    public void Set(IEnumerable<(string Name, string Value)> assignments, char escape)
    {
        foreach (var (name, value, isComposed) in assignments.Select(pair => (pair.Name, Expand(pair.Value, escape), pair.Value.Contains('$', StringComparison.Ordinal))).ToList())
        {
            environment[name] = value;
            if (isComposed)
                composed.Add(name);
            else
                composed.Remove(name);
        }
    }
}
