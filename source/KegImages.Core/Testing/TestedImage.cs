namespace KegImages.Testing;

/// <summary>How one test of an image ended.</summary>
/// <param name="Kind">What kind of test it is: <c>command</c>, <c>file</c>, <c>content</c>, <c>metadata</c>, <c>health</c>, <c>http</c>,
/// <c>compose</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Failures">What is wrong, each as a sentence; none where it passed.</param>
/// <param name="Duration">How long it took.</param>
public sealed record TestCase(string Kind, string Name, ImmutableArray<string> Failures, TimeSpan Duration)
{
    /// <summary>Whether all was as expected.</summary>
    public bool Passed => Failures.IsEmpty;
}

/// <summary>How the tests of an image stand.</summary>
public sealed record TestedImage
{
    /// <summary>The image.</summary>
    public required ImageName Name { get; init; }

    /// <summary>The image that was tested, by digest or content tag.</summary>
    public required ImageReference Pinned { get; init; }

    /// <summary>The files that say how, as a user would type them.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>How many tests these are.</summary>
    public required int Count { get; init; }

    /// <summary>When these very tests of this very image passed before; null where they were run now.</summary>
    public DateTimeOffset? KnownSince { get; init; }

    /// <summary>The tests that were run; none where they are known to pass.</summary>
    public ImmutableArray<TestCase> Cases { get; init; } = [];

    /// <summary>How long all of it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The tests that failed.</summary>
    public IEnumerable<TestCase> Failed => Cases.Where(test => !test.Passed);

    /// <summary>Whether every test passes.</summary>
    public bool IsGreen => KnownSince is not null || (Cases.Length == Count && Cases.All(test => test.Passed));
}
