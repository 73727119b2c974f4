namespace KegImages;

/// <summary>Dictionaries whose order is the same on every machine.</summary>
internal static class Sorted
{
    /// <summary>An empty one, by ordinal order of its keys.</summary>
    public static ImmutableSortedDictionary<string, T> Empty<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, TTo> Of<TFrom, TTo>(ImmutableSortedDictionary<string, TFrom> from,
        Func<TFrom, TTo> made)
    {
        var all = Empty<TTo>().ToBuilder();
        foreach (var (name, value) in from)
            all[name] = made(value);
        return all.ToImmutable();
    }
}
