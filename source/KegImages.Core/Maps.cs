namespace KegImages;

/// <summary>Immutable maps as LINQ makes them, without what it makes of their entries: those are structs, and code for each kind of them
/// would be compiled in each run.</summary>
internal static class Maps
{
    /// <summary>The same keys with values that are made of theirs.</summary>
    public static ImmutableDictionary<TKey, TTo> Of<TKey, TFrom, TTo>(Dictionary<TKey, TFrom> from, Func<TFrom, TTo> made)
        where TKey : class
        where TFrom : class
        where TTo : class
    {
        var all = ImmutableDictionary.CreateBuilder<TKey, TTo>();
        foreach (var (key, value) in from)
            all.Add(key, made(value));
        return all.ToImmutable();
    }

    /// <summary>A map of things by what they are called.</summary>
    public static ImmutableDictionary<TKey, TSource> ToImmutableDictionary<TSource, TKey>(this IEnumerable<TSource> source,
        Func<TSource, TKey> keyOf)
        where TKey : notnull => source.ToImmutableDictionary(keyOf, one => one);

    /// <summary>A map of what things are called and come to.</summary>
    public static ImmutableDictionary<TKey, TValue> ToImmutableDictionary<TSource, TKey, TValue>(this IEnumerable<TSource> source,
        Func<TSource, TKey> keyOf, Func<TSource, TValue> valueOf)
        where TKey : notnull
    {
        var all = ImmutableDictionary.CreateBuilder<TKey, TValue>();
        foreach (var one in source)
            all.Add(keyOf(one), valueOf(one));
        return all.ToImmutable();
    }

    /// <summary>The same in an order of keys.</summary>
    public static ImmutableSortedDictionary<TKey, TValue> ToImmutableSortedDictionary<TSource, TKey, TValue>(
        this IEnumerable<TSource> source, Func<TSource, TKey> keyOf, Func<TSource, TValue> valueOf, IComparer<TKey> comparer)
        where TKey : notnull
    {
        var all = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>(comparer);
        foreach (var one in source)
            all.Add(keyOf(one), valueOf(one));
        return all.ToImmutable();
    }

    /// <summary>The entries of a map whose keys are wanted.</summary>
    public static ImmutableSortedDictionary<string, TValue> Where<TValue>(this ImmutableSortedDictionary<string, TValue> from,
        Func<string, bool> isWanted)
    {
        var all = Sorted.Empty<TValue>().ToBuilder();
        foreach (var (key, value) in from)
        {
            if (isWanted(key))
                all.Add(key, value);
        }

        return all.ToImmutable();
    }
}
