namespace KegImages.Environments;

/// <summary>Which environment an image runs in; it chooses the overlays.</summary>
internal static class EnvironmentName
{
    /// <summary>The variable that chooses it where no option does; the Keg tools' own.</summary>
    public const string Variable = "KEG_DEFAULT_ENV";

    public const string Default = "local";

    /// <summary>What the option says, else <see cref="Variable"/>, else <see cref="Default"/>. Throws <see cref="WrongUseException"/> when
    /// it is no part of a file's name.</summary>
    public static string Of(string? option, IReadOnlyDictionary<string, string> processEnvironment)
    {
        var given = processEnvironment.GetValueOrDefault(Variable);
        var (name, source) = option is not null ? (option, "--env")
            : string.IsNullOrWhiteSpace(given) ? (Default, "") : (given.Trim(), Variable);
        if (name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return name;
        throw new WrongUseException(
            $"{source} '{name}' is not the name of an environment: letters, digits, '-' and '_' are allowed, such as staging");
    }
}
