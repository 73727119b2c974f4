namespace KegImages.Engines;

/// <summary>What a list is narrowed to, as the engine's API has it: a set of values for a name.</summary>
internal static class Filter
{
    public static Dictionary<string, IDictionary<string, bool>> Of(string name, params IEnumerable<string> values) =>
        new() { [name] = values.ToDictionary(value => value, _ => true) };
}
