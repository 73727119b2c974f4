namespace KegImages.Linting.Shell;

/// <summary>A place among a script's tokens, and the steps that lead on from it.</summary>
internal sealed class ShellPlace(string script)
{
    private static readonly string[] Closing = ["then", "do", "done", "fi", "elif", "else", "esac", "}"];

    private readonly List<ShellToken> tokens = new ShellTokens(script).Read();
    private int at;

    public ShellToken Now => tokens[Math.Min(at, tokens.Count - 1)];

    public ShellToken Next => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public bool EndsList => Now.IsWord ? Closing.Contains(Now.Text) : Now.Text is "" or ")" or ";;" or ";&" or ";;&";

    public void Step(int count = 1) => at += count;

    public FormatException Unexpected() => new($"'{Now.Text}' is not expected here");

    public ImmutableArray<string> TakeWords()
    {
        ImmutableArray<string> words = [.. tokens.Skip(at).TakeWhile(token => token.IsWord).Select(token => token.Text)];
        at += words.Length;
        return words;
    }

    public string Take(params string[] expected)
    {
        if (expected.Length > 0 && !expected.Contains(Now.Text))
            throw Unexpected();
        var text = Now.Text;
        at++;
        return text;
    }

    public void SkipNewLines()
    {
        while (Now.Text == "\n")
            at++;
    }

    public void SkipTo(string end)
    {
        while (Now.Text != end)
        {
            if (Now.Text.Length == 0)
                throw Unexpected();
            at++;
        }

        at++;
    }

    // Behind a compound command words can be redirections alone.
    public void SkipRedirections()
    {
        while (Now.IsWord && !Closing.Contains(Now.Text))
            at++;
    }

    public void SkipBrackets()
    {
        var depth = 0;
        do
        {
            if (Now.Text.Length == 0)
                throw Unexpected();
            depth += Now.Text == "(" ? 1 : Now.Text == ")" ? -1 : 0;
            at++;
        }
        while (depth > 0);
    }
}
