using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>
/// What a target says of itself in an attribute that is called <c>UsageAttribute</c>, whatever namespace it is in: NUKE has none, so a
/// build that compiles against both brings its own, as builds bring the attributes that only a compiler reads.
/// </summary>
internal sealed record TargetUsage(string Topic, IReadOnlyList<string> Options)
{
    private const string Name = "UsageAttribute";

    /// <summary>What it writes or changes; null for a target that only looks.</summary>
    public string? Writes { get; init; }

    /// <summary>The option that may not stand beside it.</summary>
    public string? Refuses { get; init; }

    /// <summary>How it is called.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Whether it is one of the few that a day needs.</summary>
    public bool IsDaily { get; init; }

    /// <summary>Whether it reads an option.</summary>
    public bool Reads(string option) => Options.Contains(option, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the first of some properties says; null when none says anything.</summary>
    public static TargetUsage? Of(IEnumerable<PropertyInfo> properties) => properties.Select(Of).FirstOrDefault(usage => usage is not null);

    // As data, not as an instance: of its type nothing is known.
    private static TargetUsage? Of(PropertyInfo property)
    {
        if (property.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == Name) is not { } found)
            return null;
        var words = found.ConstructorArguments;
        var named = new Dictionary<string, object?>();
        foreach (var argument in found.NamedArguments)
            named[argument.MemberName] = argument.TypedValue.Value;
        return new TargetUsage(WordOf(words, 0), WordOf(words, 1).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Writes = named.GetValueOrDefault(nameof(Writes)) as string,
            Refuses = named.GetValueOrDefault(nameof(Refuses)) as string,
            Examples = named.GetValueOrDefault(nameof(Examples)) is IEnumerable<CustomAttributeTypedArgument> examples
                ? ExamplesOf(examples) : [],
            IsDaily = named.GetValueOrDefault(nameof(IsDaily)) is true,
        };
    }

    private static string WordOf(IList<CustomAttributeTypedArgument> words, int place) =>
        place < words.Count && words[place].Value is string word ? word : "";

    private static List<string> ExamplesOf(IEnumerable<CustomAttributeTypedArgument> arguments)
    {
        var examples = new List<string>();
        foreach (var argument in arguments)
            examples.Add(argument.Value as string ?? "");
        return examples;
    }
}
