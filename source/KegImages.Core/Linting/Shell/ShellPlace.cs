using System.Collections.Immutable;

namespace KegImages.Linting.Shell;

/// <summary>A place among a script's tokens, and the steps that lead on from it.</summary>
internal sealed class ShellPlace(ImmutableArray<ShellToken> tokens)
{
    private static readonly ImmutableHashSet<string> Closing = ["then", "do", "done", "fi", "elif", "else", "esac", "}"];

    private int at;

    /// <summary>The token here.</summary>
    public ShellToken Now => tokens[Math.Min(at, tokens.Length - 1)];

    /// <summary>The token behind it.</summary>
    public ShellToken Next => tokens[Math.Min(at + 1, tokens.Length - 1)];

    /// <summary>Whether a list of commands ends here.</summary>
    public bool EndsList =>
        Now.Kind == ShellTokenKind.End || Now is { Kind: ShellTokenKind.Operator, Text: ")" or ";;" or ";&" or ";;&" }
            || (Now.Kind == ShellTokenKind.Word && Closing.Contains(Now.Text));

    /// <summary>Goes on.</summary>
    public void Step(int count = 1) => at += count;

    /// <summary>Goes on behind a token that must stand here.</summary>
    public void Expect(string text)
    {
        if (Now.Text != text)
            throw new FormatException($"'{text}' is expected, not '{Now.Text}'");
        at++;
    }

    /// <summary>Goes on behind line ends.</summary>
    public void SkipNewLines()
    {
        while (Now.Kind == ShellTokenKind.NewLine)
            at++;
    }

    /// <summary>Goes on behind the words that may follow a compound command: its redirections.</summary>
    public void SkipRedirections()
    {
        while (Now.Kind == ShellTokenKind.Word && !Closing.Contains(Now.Text))
            at++;
    }

    /// <summary>Goes on behind the bracket that closes the one here.</summary>
    public void SkipBrackets()
    {
        var depth = 0;
        do
        {
            if (Now.Kind == ShellTokenKind.End)
                throw new FormatException("a bracket is never closed");
            depth += Now is { Kind: ShellTokenKind.Operator, Text: "(" } ? 1 : Now is { Kind: ShellTokenKind.Operator, Text: ")" } ? -1 : 0;
            at++;
        }
        while (depth > 0);
    }

    /// <summary>Takes the words from here on.</summary>
    public ImmutableArray<string> TakeWords()
    {
        var words = ImmutableArray.CreateBuilder<string>();
        while (Now.Kind == ShellTokenKind.Word)
        {
            words.Add(Now.Text);
            at++;
        }

        return words.ToImmutable();
    }
}
