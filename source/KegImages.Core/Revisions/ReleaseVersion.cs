namespace KegImages.Revisions;

/// <summary>A version that a git tag names, <c>1.2.3</c> or <c>v1.2.3-rc.1</c>, ordered as
/// <see href="https://semver.org/spec/v2.0.0.html"/> says. Build metadata is none of it: a tag of an image cannot hold its <c>+</c>,
/// and it orders nothing.</summary>
public sealed record ReleaseVersion
{
    private const int LongestPart = 60;

    private ReleaseVersion(string major, string minor, string patch, string preRelease) =>
        (Major, Minor, Patch, PreRelease) = (major, minor, patch, preRelease);

    /// <summary>The first number.</summary>
    public string Major { get; }

    /// <summary>The second number.</summary>
    public string Minor { get; }

    /// <summary>The third number.</summary>
    public string Patch { get; }

    /// <summary>What is behind the first <c>-</c>; empty for a release.</summary>
    public string PreRelease { get; }

    /// <summary>Whether it comes before the release that it names.</summary>
    public bool IsPreRelease => PreRelease.Length > 0;

    /// <summary>The order of versions, by their precedence.</summary>
    public static IComparer<ReleaseVersion> Order { get; } = Comparer<ReleaseVersion>.Create((one, other) => one.CompareTo(other));

    /// <summary>Reads a git tag's name. Throws <see cref="WrongUseException"/> when it names no version.</summary>
    public static ReleaseVersion Parse(string text) => TryParse(text, out var version) ? version : throw new WrongUseException(
        $"the git tag '{text}' names no version: expected three numbers, with or without a 'v' before them and '-' and a pre-release "
            + "behind them, such as v1.2.3 or v1.2.3-rc.1"
            + (text.Contains('+', StringComparison.Ordinal) ? "; a tag of an image cannot hold '+'" : ""));

    /// <summary>Reads a git tag's name; false when it names no version.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ReleaseVersion? version)
    {
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        var numbers = (dash < 0 ? text : text![..dash])?.Split('.');
        if (numbers is [['v', ..] first, _, _])
            numbers[0] = first[1..];
        var preRelease = dash < 0 ? "" : text![(dash + 1)..];
        version = numbers is [var major, var minor, var patch] && numbers.All(IsNumber)
            && (dash < 0 || (preRelease.Length <= LongestPart && preRelease.Split('.').All(IsIdentifier)))
            ? new ReleaseVersion(major, minor, patch, preRelease) : null;
        return version is not null;
    }

    private int CompareTo(ReleaseVersion other)
    {
        var order = new[] { Numbers(Major, other.Major), Numbers(Minor, other.Minor), Numbers(Patch, other.Patch) }
            .FirstOrDefault(part => part != 0);
        return order != 0 ? order
            : IsPreRelease != other.IsPreRelease ? (IsPreRelease ? -1 : 1)
            : Identifiers(PreRelease.Split('.'), other.PreRelease.Split('.'));
    }

    /// <summary>The version without a <c>v</c>.</summary>
    public override string ToString() => $"{Major}.{Minor}.{Patch}{(IsPreRelease ? $"-{PreRelease}" : "")}";

    private static int Identifiers(string[] ours, string[] theirs) =>
        ours.Zip(theirs, Identifier).FirstOrDefault(order => order != 0) is var first and not 0 ? first
            : ours.Length.CompareTo(theirs.Length);

    private static int Identifier(string one, string other) => (IsDigits(one), IsDigits(other)) switch
    {
        (true, true) => Numbers(one, other),
        (true, false) => -1,
        (false, true) => 1,
        _ => Math.Sign(string.CompareOrdinal(one, other)),
    };

    // Without leading zeros, the longer one is the greater one, however long.
    private static int Numbers(string one, string other) => one.Length != other.Length ? one.Length.CompareTo(other.Length)
        : Math.Sign(string.CompareOrdinal(one, other));

    private static bool IsNumber(string text) =>
        text.Length is > 0 and <= LongestPart && IsDigits(text) && (text[0] != '0' || text.Length == 1);

    private static bool IsIdentifier(string text) => text.Length > 0 && Spelling.IsMadeOf(text, "-")
        && (!IsDigits(text) || IsNumber(text));

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
