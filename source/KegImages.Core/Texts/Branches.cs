namespace KegImages.Texts;

/// <summary>Draws what is below what.</summary>
internal static class Branches
{
    /// <summary>Each item below the one that it belongs to, with what is drawn before it.</summary>
    /// <param name="items">The items, each once; those below one stand in their own order.</param>
    /// <param name="above">What an item belongs to; null, or none of the items, for a root.</param>
    public static IEnumerable<(T Item, string Branch)> Of<T>(IReadOnlyCollection<T> items, Func<T, T?> above)
        where T : class
    {
        var known = items.ToHashSet();
        var below = items.ToLookup(item => above(item) is { } over && known.Contains(over) ? over : null);
        return Below(null, "", isRoot: true);

        IEnumerable<(T, string)> Below(T? over, string indent, bool isRoot)
        {
            var children = below[over].ToList();
            for (var i = 0; i < children.Count; i++)
            {
                var isLast = i == children.Count - 1;
                yield return (children[i], isRoot ? "" : indent + (isLast ? "└─ " : "├─ "));
                foreach (var child in Below(children[i], isRoot ? "" : indent + (isLast ? "   " : "│  "), isRoot: false))
                    yield return child;
            }
        }
    }
}
