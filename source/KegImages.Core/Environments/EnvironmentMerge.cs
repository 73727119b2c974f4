using KegImages.Configuration;

namespace KegImages.Environments;

/// <summary>Layers → the variables that an image runs with. Pure.</summary>
internal sealed class EnvironmentMerge
{
    /// <summary>Names that say something of the machine or of the image: they are never taken from the process's environment.</summary>
    public static readonly ImmutableSortedSet<string> NotFromProcess =
        ["DISPLAY", "HOME", "HOSTNAME", "IMAGE", "KEG_BASE_IMAGE", "LANG", "LOGNAME", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "USER"];

    private readonly ImmutableArray<EnvironmentLayer> layers;
    private readonly ImmutableSortedSet<string> notSecret;
    private readonly Dictionary<string, List<EnvironmentEntry>> said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceLocation> declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);

    private EnvironmentMerge(ImmutableArray<EnvironmentLayer> layers, IReadOnlyDictionary<string, string> process,
        ImmutableSortedSet<string> notSecret)
    {
        (this.layers, this.notSecret) = (layers, notSecret);
        foreach (var entry in layers.SelectMany(layer => layer.Entries))
        {
            declared.TryAdd(entry.Name, entry.Location);
            if (entry.Value is null)
                continue;
            if (!said.TryGetValue(entry.Name, out var all))
                said[entry.Name] = all = [];
            all.Insert(0, entry);
        }

        foreach (var name in declared.Keys.Where(name => !NotFromProcess.Contains(name)))
        {
            if (process.TryGetValue(name, out var value))
                given[name] = value;
        }
    }

    /// <summary>Merges the layers. Throws <see cref="WrongUseException"/> with everything that is wrong with them, and every template that
    /// stands for nothing known.</summary>
    public static TapEnvironment Of(
        ImmutableArray<EnvironmentLayer> layers,
        IReadOnlyDictionary<string, string> process,
        KegSettings settings,
        IReadOnlyDictionary<string, string> words,
        string environment)
    {
        WrongUseException.ThrowIfAny([.. layers.SelectMany(layer => layer.Problems)]);
        var merge = new EnvironmentMerge(layers, process, settings.NotSecret);
        return new TapEnvironment
        {
            Name = environment,
            Variables = merge.Variables(settings, words),
            Overridden = merge.Overridden(),
            Unset = merge.Unset(),
            Files = [.. layers.Select(layer => layer.File)],
        };
    }

    private ImmutableArray<TapVariable> Variables(KegSettings settings, IReadOnlyDictionary<string, string> words)
    {
        var written = said.ToDictionary(pair => pair.Key, pair => pair.Value[0].Value!, StringComparer.Ordinal);
        // What the process gives is taken as it is, here and where a template stands for it.
        var templates = new Templates(written.Where(pair => !given.ContainsKey(pair.Key)).ToDictionary(StringComparer.Ordinal), settings,
            Given(words));
        var problems = new List<Problem>();
        var variables = ImmutableArray.CreateBuilder<TapVariable>();
        foreach (var (name, entries) in said.Where(pair => !given.ContainsKey(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!templates.TryFill(name, entries[0].Value!, out var filled, out var refusal))
                problems.Add(new Problem($"{name}: {refusal}", entries[0].Location,
                    $"say what it stands for under templates: in {KegSettings.FileName}, or give {name} a value"));
            variables.Add(new TapVariable(name, filled, Origin(entries[0].Location), IsSecret(name)));
        }

        WrongUseException.ThrowIfAny(
            [.. problems.OrderBy(problem => layers.Select(layer => layer.File).ToList().IndexOf(problem.Location!.File))
                .ThenBy(problem => problem.Location!.Line)]);
        variables.AddRange(given.Select(pair => new TapVariable(pair.Key, pair.Value, TapVariable.Process, IsSecret(pair.Key))));
        return [.. variables.OrderBy(variable => variable.Name, StringComparer.Ordinal)];
    }

    private Dictionary<string, string> Given(IReadOnlyDictionary<string, string> words) =>
        words.Concat(given.Select(pair => KeyValuePair.Create($"envs.{pair.Key}", pair.Value))).ToDictionary(StringComparer.Ordinal);

    private ImmutableArray<TapVariable> Overridden() =>
    [
        .. from pair in said.OrderBy(pair => pair.Key, StringComparer.Ordinal)
           from entry in given.ContainsKey(pair.Key) ? pair.Value : pair.Value.Skip(1)
           select new TapVariable(pair.Key, entry.Value!, Origin(entry.Location), IsSecret(pair.Key)),
    ];

    private ImmutableSortedDictionary<string, SourceLocation> Unset() => declared
        .Where(pair => !said.ContainsKey(pair.Key) && !given.ContainsKey(pair.Key))
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    // A secret stays one inside other values: what is made from it is as secret.
    private bool IsSecret(string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        var open = new Stack<string>([name]);
        while (open.TryPop(out var next))
        {
            if ((SecretNames.IsSecret(next) && !notSecret.Contains(next)) || layers.Any(layer => layer.Secrets.Contains(next)))
                return true;
            foreach (var used in said.GetValueOrDefault(next, []).SelectMany(UsedBy).Where(seen.Add))
                open.Push(used);
        }

        return false;
    }

    private static IEnumerable<string> UsedBy(EnvironmentEntry entry) =>
        Templates.EntriesIn(entry.Value!).Concat(entry.Uses.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Origin(SourceLocation location) => $"{location.File}:{location.Line}";
}
