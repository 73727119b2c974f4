namespace KegImages.Configuration;

/// <summary>What <c>keg.yml</c> says of the workflows that are generated.</summary>
public sealed record CiSettings
{
    /// <summary>The environment where nothing else is said.</summary>
    public const string UsualEnvironment = "production";

    /// <summary>Images of every branch are taken over where they hold.</summary>
    internal const string TakeOverAll = "all";

    /// <summary>Only those of the default branch are.</summary>
    internal const string TakeOverMerged = "merged";

    /// <summary>What switches the cache of layers on.</summary>
    internal const string CacheOn = "on";

    /// <summary>What leaves it off.</summary>
    internal const string CacheOff = "off";

    /// <summary>Where nothing is said.</summary>
    public static CiSettings Usual { get; } = new();

    /// <summary>The environment that a job needs which moves the default branch's tags by hand from another branch.</summary>
    public string Environment { get; init; } = UsualEnvironment;

    /// <summary>The repository's own composite action before each job builds: <c>./.github/actions/before</c>; null for none.</summary>
    public Located<string>? Before { get; init; }

    /// <summary>The same after each job has built.</summary>
    public Located<string>? After { get; init; }

    /// <summary>Whether jobs take over the layers that others kept in the registry, and keep their own.</summary>
    public bool KeepsLayers { get; init; }

    /// <summary>Whether runs that move the default branch's tags, and releases, take over only what that branch built itself.</summary>
    public bool TakesOverMergedOnly { get; init; }

    /// <summary>Whether a text is the folder of an action in the repository, as workflows name one.</summary>
    public static bool IsAction(string text) => text.StartsWith("./", StringComparison.Ordinal) && text.Length is > 2 and <= 200
        && text[2..].Split('/').All(part => part.Length > 0 && part is not (".." or ".")
            && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));

    /// <summary>Whether a text is a repository at GitHub, owner/name.</summary>
    public static bool IsRepository(string text) => text.Split('/') is [var owner, var name]
        && owner.Length is > 0 and <= 39 && owner.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && owner[0] != '-'
        && name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            && name is not ("." or "..");

    /// <summary>Whether a text is a label of a runner that needs no quotes and no escapes anywhere.</summary>
    public static bool IsLabel(string text) => text.Length is > 0 and <= 100 && text[0] is not ('-' or '.')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Whether a text is the name of an environment that needs no quotes and no escapes anywhere.</summary>
    public static bool IsEnvironment(string text) => text.Length is > 0 and <= 255
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/');
}
