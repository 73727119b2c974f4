namespace KegImages.Dockerfiles;

/// <summary>The variables that FROM sees: ARGs before the first FROM and the platform's. See
/// <see href="https://docs.docker.com/reference/dockerfile/#scope"/>.</summary>
internal sealed class GlobalScope
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    // For a name: the ARGs that had no value when its own was made up. NODE=node:$VERSION hangs on VERSION.
    private readonly Dictionary<string, ImmutableSortedSet<string>> lacking = new(StringComparer.Ordinal);
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly char escape;
    private int length;

    public GlobalScope(Dockerfile dockerfile, DockerfileInputs inputs, IReadOnlyDictionary<string, string> args, Action<int, string> report)
    {
        escape = dockerfile.Stages[0].From.Escape;
        AddPlatform("TARGET", inputs.Platform, args);
        AddPlatform("BUILD", inputs.BuildPlatform ?? inputs.Platform, args);
        Add("TARGETSTAGE", inputs.Target ?? dockerfile.Stages[^1].Name ?? "default", args);
        foreach (var arg in dockerfile.GlobalArgs)
        {
            declared.Add(arg.Name);
            if (args.TryGetValue(arg.Name, out var given))
            {
                values[arg.Name] = given;
                lacking.Remove(arg.Name);
            }
            else if (arg.Default is not null)
            {
                AddDefault(arg, report);
            }
        }
    }

    /// <summary>A variable's value; null when it has none.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>Whether an ARG before the first FROM declares it.</summary>
    public bool Declares(string name) => declared.Contains(name);

    public IReadOnlyCollection<string> Declared => declared;

    public (string Text, ImmutableSortedSet<string> Lacking) Expand(string word)
    {
        var lacks = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var text = Expansion.Of(word, escape, Lookup, name => lacks.Add(name));
        return (text, lacks.ToImmutable());

        string? Lookup(string name)
        {
            if (lacking.TryGetValue(name, out var deeper))
                lacks.UnionWith(deeper);
            return values.GetValueOrDefault(name);
        }
    }

    private void AddDefault(DockerfileArg arg, Action<int, string> report)
    {
        try
        {
            var (text, lacks) = Expand(arg.Default!);
            if ((length += text.Length) > TextLimits.Values)
                throw new FormatException($"the variables before the first FROM have more than {TextLimits.Values} characters");
            values[arg.Name] = text;
            lacking[arg.Name] = lacks;
        }
        catch (FormatException exception)
        {
            report(arg.Line, $"ARG {arg.Name}={arg.Default}: {exception.Message}");
        }
    }

    private void AddPlatform(string prefix, string platform, IReadOnlyDictionary<string, string> args)
    {
        var parts = platform.Split('/');
        Add(prefix + "PLATFORM", platform, args);
        Add(prefix + "OS", parts[0], args);
        Add(prefix + "OSVERSION", "", args);
        Add(prefix + "ARCH", parts.Length > 1 ? parts[1] : "", args);
        Add(prefix + "VARIANT", parts.Length > 2 ? parts[2] : "", args);
    }

    private void Add(string name, string value, IReadOnlyDictionary<string, string> args) =>
        values[name] = args.TryGetValue(name, out var given) ? given : value;
}
