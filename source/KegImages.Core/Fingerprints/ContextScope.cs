using KegImages.Ignore;

namespace KegImages.Fingerprints;

/// <summary>Which part of its main context a build reads: nothing, the sources of its <c>COPY</c> and <c>ADD</c> instructions, or all. More
/// than it reads is safe, less is not: where a source is not known for sure, the scope is <see cref="Everything"/>.</summary>
internal sealed class ContextScope
{
    // What may stand for something else in a Dockerfile or in a pattern, '*' and '?' apart.
    private static readonly AsciiSet Unsure = new("$\\{}|^[");

    private readonly ImmutableArray<string> sources;
    private readonly ImmutableArray<IgnorePattern> matches;
    private readonly ImmutableArray<IgnorePattern> waysThere;

    private ContextScope(ImmutableArray<string> sources)
    {
        this.sources = sources;
        matches = [.. sources.Select(Pattern)];
        waysThere = [.. sources.SelectMany(Prefixes).Distinct(StringComparer.Ordinal).Select(Pattern)];
    }

    public static ContextScope Everything { get; } = new(["**"]);

    /// <summary>The sources of <c>COPY</c> and <c>ADD</c> instructions and of <c>RUN --mount=type=bind</c> without <c>from</c>, over all
    /// reachable stages and a parent's ONBUILD, their variables resolved; <see cref="Everything"/> when one of them is the whole context or
    /// has a character that cannot be judged.</summary>
    public static ContextScope Of(IEnumerable<string> sources)
    {
        var cleaned = sources.Select(source => GoPath.Clean("/" + source)[1..]).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToImmutableArray();
        return cleaned.Any(source => source.Length == 0 || source.Any(char.IsWhiteSpace) || Unsure.IsIn(source))
            ? Everything
            : new ContextScope(cleaned);
    }

    public bool IsNothing => sources.IsEmpty;

    public override string ToString() => string.Join('\n', sources);

    public IReadOnlyList<T> Within<T>(IReadOnlyList<T> found, Func<T, string> pathOf, Func<T, bool> isLink)
    {
        // COPY follows a link that a source names or leads through, to anywhere in the context.
        if (this == Everything || found.Any(entry => isLink(entry) && waysThere.Any(way => way.Matches(pathOf(entry)))))
            return found;
        var wanted = found.Select(pathOf).Where(path => matches.Any(source => source.MatchesOrParent(path))).SelectMany(Prefixes)
            .ToHashSet(StringComparer.Ordinal);
        return [.. found.Where(entry => wanted.Contains(pathOf(entry)))];
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
        yield return path;
    }

    private static IgnorePattern Pattern(string source) =>
        IgnorePattern.Of(source.StartsWith('!') ? "\\" + source : source, new SourceLocation(source))!;
}
