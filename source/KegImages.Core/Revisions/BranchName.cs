namespace KegImages.Revisions;

/// <summary>The name of a git branch without <c>refs/heads/</c>, by git's own rule for references. Case counts; <c>HEAD</c> is a legal, if
/// unwise, name. See <see href="https://git-scm.com/docs/git-check-ref-format"/>.</summary>
public sealed record BranchName
{
    private const string Forbidden = " ~^:?*[\\\x7f";

    private BranchName(string text) => Text = text;

    private string Text { get; }

    /// <summary>Reads a branch's name. Throws <see cref="WrongUseException"/> that says which of git's rules the text breaks.</summary>
    public static BranchName Parse(string text) =>
        Refusal(text) is { } refusal ? throw new WrongUseException($"'{text}' is not a branch name: {refusal}") : new BranchName(text);

    /// <summary>Reads a branch's name; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BranchName? branch)
    {
        branch = text is not null && Refusal(text) is null ? new BranchName(text) : null;
        return branch is not null;
    }

    /// <summary>The branch's name as git writes it.</summary>
    public override string ToString() => Text;

    private static string? Refusal(string text)
    {
        if (text.Length == 0)
            return "it is empty";
        if (text.FirstOrDefault(c => c < ' ' || Forbidden.Contains(c, StringComparison.Ordinal)) is var illegal
            && (illegal != '\0' || text.Contains('\0', StringComparison.Ordinal)))
            return illegal < ' ' || illegal == '\x7f' ? "control characters are not allowed" : $"'{illegal}' is not allowed";
        if (text.Contains("..", StringComparison.Ordinal) || text.Contains("@{", StringComparison.Ordinal))
            return "'..' and '@{' are not allowed";
        if (text[^1] == '.')
            return "it cannot end with '.'";
        foreach (var part in text.Split('/'))
        {
            if (part.Length == 0)
                return "it cannot begin or end with '/', nor have two in a row";
            if (part[0] == '.' || part.EndsWith(".lock", StringComparison.Ordinal))
                return "no part of it can begin with '.' or end with '.lock'";
        }

        return null;
    }
}
