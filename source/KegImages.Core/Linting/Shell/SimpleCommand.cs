namespace KegImages.Linting.Shell;

/// <summary>A command that is neither list nor compound: assignments, then the word that is run and its arguments. See
/// <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_09_01"/>.</summary>
internal sealed class SimpleCommand
{
    // Commands that do not fail, or whose failure says nothing of the image.
    private static readonly ImmutableHashSet<string> Harmless =
        [":", "alias", "break", "continue", "date", "echo", "exit", "export", "false", "local", "printf", "printenv", "readonly", "return",
            "set", "shift", "shopt", "sleep", "test", "trap", "true", "type", "ulimit", "umask", "unset", "wait", "["];

    private readonly string? name;
    private readonly ImmutableArray<string> arguments = [];

    public SimpleCommand(ImmutableArray<string> words)
    {
        var at = words.TakeWhile(IsAssignment).Count();
        if (at == words.Length)
        {
            CanFail = words.Any(HasSubstitution);
            return;
        }

        (name, arguments) = (words[at], words[(at + 1)..]);
        CanFail = !Harmless.Contains(name) && !IsForcedRemoval;
    }

    public bool CanFail { get; }

    public bool IsExit => name is "exit" or "return";

    /// <summary>Whether a failing command ends the shell from here on; null when it says nothing of that.</summary>
    public bool? EndsOnError
    {
        get
        {
            if (name != "set")
                return null;
            bool? said = null;
            for (var i = 0; i < arguments.Length; i++)
            {
                var word = arguments[i];
                if (word is "-o" or "+o" && i + 1 < arguments.Length && arguments[i + 1] == "errexit")
                    said = word[0] == '-';
                else if (word.Length > 1 && word[0] is '-' or '+' && word[1] != '-' && word.Contains('e', StringComparison.Ordinal))
                    said = word[0] == '-';
            }

            return said;
        }
    }

    private bool IsForcedRemoval =>
        name == "rm" && arguments.Any(word => word.StartsWith('-') && word.Contains('f', StringComparison.Ordinal));

    private static bool IsAssignment(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && !char.IsAsciiDigit(word[0]) && word[..sign].TrimEnd('+').All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    private static bool HasSubstitution(string word) =>
        word.Contains("$(", StringComparison.Ordinal) && !word.Contains("$((", StringComparison.Ordinal)
            || word.Contains('`', StringComparison.Ordinal);
}
