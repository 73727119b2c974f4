namespace KegImages.Ignore;

/// <summary>An ignore file: which paths of a context BuildKit does not see. See
/// <see href="https://docs.docker.com/build/concepts/context/#dockerignore-files"/>; what that page leaves open follows BuildKit itself, as
/// <c>docs/fingerprints.md</c> says.</summary>
internal sealed class DockerIgnore
{
    // BuildKit reads the file with a buffer of this size and refuses a line that fills it.
    private const int MaxLineBytes = 64 * 1024;

    /// <summary>What it is called at a context's root; behind a Dockerfile's name, it is that Dockerfile's own.</summary>
    public const string FileName = ".dockerignore";

    private readonly ImmutableArray<IgnorePattern> patterns;
    private readonly bool hasExceptions;
    private readonly bool exceptionsAreLiteral;

    private DockerIgnore(ImmutableArray<IgnorePattern> patterns)
    {
        this.patterns = patterns;
        hasExceptions = patterns.Any(pattern => pattern.IsException);
        exceptionsAreLiteral = patterns.All(pattern => !pattern.IsException || pattern.LiteralFolder is not null);
    }

    public static DockerIgnore None { get; } = new([]);

    /// <summary>The patterns as they are matched, cleaned, in their order, exceptions with their <c>!</c>.</summary>
    public ImmutableArray<string> Patterns => [.. patterns.Select(pattern => pattern.ToString())];

    /// <summary>This ignore file with lines at its end that leave some folders out, whatever stands before them.</summary>
    public DockerIgnore Without(IEnumerable<string> folders) => folders.SelectMany(LinesOf).ToList() is { Count: > 0 } lines
        ? new DockerIgnore([.. patterns, .. lines.Select(line => IgnorePattern.Of(line, new SourceLocation(line))!)])
        : this;

    /// <summary>The lines of an ignore file that leave out one folder and nothing else.</summary>
    // The second is for what an exception above brings back below a folder that was ignored anyway: there the first is not tried.
    public static IEnumerable<string> LinesOf(string folder)
    {
        var literal = "/" + string.Concat(folder.Select(c => "*?[]\\^".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));
        return [literal, literal + "/**"];
    }

    /// <exception cref="WrongUseException">BuildKit would refuse the file; names every such line.</exception>
    public static DockerIgnore Parse(ReadOnlySpan<byte> content, string file)
    {
        var patterns = ImmutableArray.CreateBuilder<IgnorePattern>();
        var problems = new List<Problem>();
        var number = 0;
        foreach (var line in Text(content).Split('\n'))
        {
            var location = new SourceLocation(file, ++number);
            if (Encoding.UTF8.GetByteCount(line) >= MaxLineBytes)
                problems.Add(new Problem(
                    $"the line has {Encoding.UTF8.GetByteCount(line)} bytes: BuildKit reads at most {MaxLineBytes - 1}", location));
            else if (!line.StartsWith('#') && line.Trim() is { Length: > 0 } pattern)
                Add(pattern, location, patterns, problems);
        }

        WrongUseException.ThrowIfAny(problems);
        return new DockerIgnore(patterns.ToImmutable());
    }

    /// <summary>Whether BuildKit leaves this path out, unless something below it is brought back and takes its folders along.</summary>
    /// <exception cref="WrongUseException">A pattern that decides about the path is one that BuildKit refuses.</exception>
    public bool Ignores(string path)
    {
        var state = Root;
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            state = Enter(state, path[..slash]);
            if (IsClosed(state, path[..slash]))
                return true;
        }

        return Enter(state, path).IsIgnored;
    }

    internal static IgnoreState Root { get; } = new(false, null);

    internal IgnoreState Enter(IgnoreState parent, string path)
    {
        if (patterns.IsEmpty)
            return parent;
        var ignored = false;
        var matched = new bool[patterns.Length];
        for (var i = 0; i < patterns.Length; i++)
        {
            // A pattern that cannot change the answer is not tried, and what it would have said is not known further down: as BuildKit does
            // it.
            var match = parent.Matched is { } above && above[i];
            if (!match && patterns[i].IsException == ignored)
                match = patterns[i].Matches(path);
            matched[i] = match;
            if (match)
                ignored = !patterns[i].IsException;
        }

        return new IgnoreState(ignored, matched);
    }

    /// <summary>Whether nothing below an ignored folder can come back, so that it need not be looked at.</summary>
    internal bool IsClosed(IgnoreState state, string folder) =>
        state.IsIgnored && exceptionsAreLiteral
        && !(hasExceptions && patterns.Any(pattern =>
            pattern.IsException && (pattern.LiteralFolder + "/").StartsWith(folder + "/", StringComparison.Ordinal)));

    /// <summary>Whether a file that arrives does so without its content. BuildKit asks twice, once for the listing and once for the
    /// content, and the second time it tries every pattern on every parent: contradictory patterns (<c>x</c>, <c>!x/y</c>, <c>x</c>) leave
    /// an empty <c>x/y</c>.</summary>
    internal bool Withholds(string path)
    {
        if (!hasExceptions)
            return false;
        var ignored = false;
        foreach (var pattern in patterns)
        {
            if (pattern.IsException == ignored && pattern.MatchesOrParent(path))
                ignored = !pattern.IsException;
        }

        return ignored;
    }

    private static void Add(string line, SourceLocation location, ImmutableArray<IgnorePattern>.Builder patterns, List<Problem> problems)
    {
        try
        {
            if (IgnorePattern.Of(line, location) is { } pattern)
                patterns.Add(pattern);
        }
        catch (WrongUseException refused)
        {
            problems.AddRange(refused.Problems);
        }
    }

    private static string Text(ReadOnlySpan<byte> content) =>
        Encoding.UTF8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content);
}

/// <summary>What the patterns say of one path.</summary>
/// <param name="Matched">For each pattern whether it matched here or above; null where there are none, and at the root.</param>
internal sealed record IgnoreState(bool IsIgnored, bool[]? Matched);
