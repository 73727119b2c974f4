namespace Nuke.Common.ValueInjection;

/// <summary>The words of a command line: targets up to the first dash, then options with their values.</summary>
internal sealed record CommandLine(IReadOnlyList<string> Targets, IReadOnlyList<CommandLineOption> Options)
{
    public static CommandLine Parse(IReadOnlyList<string> typed)
    {
        string[] words = [.. typed];
        // As many programs have it: `help`, `help Push`, `--help Push`, with `--all` for all there is.
        if (words is ["help", .. var asked])
            words = [.. asked.TakeWhile(word => !IsOption(word)), "--help", .. asked.SkipWhile(word => !IsOption(word))];
        if (words is ["--help" or "-h" or "-?", .. var rest] && rest.Length > 0 && !IsOption(rest[0]))
            words = [.. rest.TakeWhile(word => !IsOption(word)), "--help", .. rest.SkipWhile(word => !IsOption(word))];
        var targets = words.TakeWhile(word => !IsOption(word)).ToArray();
        var options = new List<CommandLineOption>();
        foreach (var word in words.Skip(targets.Length))
        {
            if (IsOption(word))
                options.Add(new CommandLineOption(word, []));
            else
                options[^1].Values.Add(word);
        }

        return new CommandLine(targets, options);
    }

    /// <summary>The last option of this name; null when there is none.</summary>
    public CommandLineOption? Last(string name) => Options.LastOrDefault(option => option.Is(name));

    /// <summary>The values of every option of this name: a list can be given word by word, or option by option.</summary>
    public List<string> Values(string name) => [.. Options.Where(option => option.Is(name)).SelectMany(option => option.Values)];

    // A dash before a digit is a negative number, and a lone dash is a value that often stands for standard input.
    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsDigit(word[1]);
}

/// <summary>An option as it was typed, with the words behind it.</summary>
internal sealed record CommandLineOption(string Typed, List<string> Values)
{
    // The short forms that everybody tries.
    public bool Is(string name) =>
        Typed is "-h" or "-?" ? name == "Help"
            : KebabCase.Bare(Typed) == KebabCase.Bare(name) && !Typed.Contains('=', StringComparison.Ordinal);
}
