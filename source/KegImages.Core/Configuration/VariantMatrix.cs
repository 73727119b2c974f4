namespace KegImages.Configuration;

/// <summary>Axes, <c>exclude</c> and <c>include</c> → combinations, as GitHub makes jobs of a matrix. Pure. See
/// <see href="https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations"/>.</summary>
internal static class VariantMatrix
{
    /// <summary>The most combinations that one image may have.</summary>
    public const int Most = 1000;

    /// <summary>The combinations: the product of the axes, the last one changing first; without those that an entry of
    /// <paramref name="exclude"/> covers; each with what entries of <paramref name="include"/> add to it that change none of its axes; and
    /// after them the entries that could be added to none. Null when there would be more than <see cref="Most"/>.</summary>
    public static ImmutableArray<Combination>? Of(IReadOnlyList<Axis> axes, IReadOnlyList<Combination> exclude,
        IReadOnlyList<Combination> include)
    {
        if (axes.Aggregate(1L, (count, axis) => Math.Min(count * axis.Values.Count, Most + 1)) > Most)
            return null;
        var product = axes.Count == 0 ? [] : axes.Aggregate<Axis, IEnumerable<Combination>>([Combination.Empty],
            (all, axis) => all.SelectMany(_ => axis.Values, (combination, value) => combination.With(axis.Name, value)));
        var originals = product.Where(combination => !exclude.Any(combination.Covers)).ToList();
        var all = originals.ToList();
        foreach (var entry in include)
        {
            var fits = Enumerable.Range(0, originals.Count).Where(i => originals[i].Agrees(entry)).ToList();
            foreach (var i in fits)
                all[i] = all[i].With(entry);
            if (fits.Count == 0)
                all.Add(entry);
        }

        return all.Count > Most ? null : [.. all];
    }
}

/// <summary>An axis of a matrix.</summary>
internal sealed record Axis(string Name, IReadOnlyList<string> Values);

/// <summary>Names and a value for each, in the order in which they were said.</summary>
internal sealed class Combination
{
    private readonly ImmutableArray<KeyValuePair<string, string>> entries;

    private Combination(ImmutableArray<KeyValuePair<string, string>> entries) => this.entries = entries;

    public static Combination Empty { get; } = new([]);

    public IEnumerable<string> Names => entries.Select(entry => entry.Key);

    public IEnumerable<KeyValuePair<string, string>> Entries => entries;

    public string? this[string name] => entries.FirstOrDefault(entry => entry.Key == name).Value;

    public Combination With(string name, string value)
    {
        var place = entries.ToList().FindIndex(entry => entry.Key == name);
        var entry = KeyValuePair.Create(name, value);
        return new(place < 0 ? entries.Add(entry) : entries.SetItem(place, entry));
    }

    public Combination With(Combination other) => other.entries.Aggregate(this, (all, entry) => all.With(entry.Key, entry.Value));

    /// <summary>Whether everything that the other says holds of this one.</summary>
    public bool Covers(Combination other) => other.entries.All(entry => this[entry.Key] == entry.Value);

    /// <summary>Whether nothing that the other says is said otherwise here.</summary>
    public bool Agrees(Combination other) => other.entries.All(entry => this[entry.Key] is not { } value || value == entry.Value);
}
