namespace KegImages.Opening;

/// <summary>What a command that is suggested needs to mean the same place, registry and engine as the one that was typed. Pure.</summary>
public static class SameWorld
{
    // Where: what is meant by all other words hangs on these.
    private static readonly string[] OfEveryTarget = ["--root", "--profile"];

    private static readonly string[] OfProviders = ["--registry", "--namespace"];

    /// <summary>For commands that reach a provider: the options as typed, with a leading space each.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="isPrivate">Whether the private engine is used, which one profile says where none was typed.</param>
    public static string Of(IReadOnlyList<string> arguments, bool isPrivate)
    {
        var typed = Typed(arguments, [.. OfProviders, .. OfEveryTarget, "--engine"]);
        return isPrivate && !typed.Contains(" --profile ", StringComparison.Ordinal)
            && !typed.Contains(" --engine ", StringComparison.Ordinal) ? $"{typed} --profile local" : typed;
    }

    /// <summary>For commands that reach none.</summary>
    public static string PlaceOf(IReadOnlyList<string> arguments) => Typed(arguments, ["--root"]);

    private static string Typed(IReadOnlyList<string> arguments, string[] options)
    {
        var words = new List<string>();
        foreach (var option in options)
        {
            var at = arguments.ToList().FindLastIndex(word => string.Equals(word, option, StringComparison.OrdinalIgnoreCase));
            var values = at < 0 ? [] : arguments.Skip(at + 1).TakeWhile(word => !word.StartsWith('-')).ToList();
            if (values.Count > 0)
                words.AddRange([option, .. values]);
        }

        return words.Count == 0 ? "" : new Command("", words).ToString()[2..];
    }
}
