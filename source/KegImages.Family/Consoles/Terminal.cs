namespace KegImages.Consoles;

/// <summary>Where a run is shown: the one seam to the console.</summary>
/// <param name="IsLive">Whether lines can be drawn over: a terminal that understands escape sequences.</param>
/// <param name="Size">The terminal's width and height now; asked for each time, since a window can be resized.</param>
public sealed record Terminal(TextWriter Out, bool IsLive, Func<(int Width, int Height)> Size)
{
    /// <summary>What the terminal's own sequences and GitHub's commands are written to, which are ours alone; text of others is never,
    /// except as <see cref="VisibleText"/> has it.</summary>
    public TextWriter Controls { get; init; } = Out;

    /// <summary>Its width now, in columns; as many as one likes where lines are kept.</summary>
    internal int Width => Size().Width;

    internal static TextWriter StandardOutput => Console.Out;

    internal static TextWriter StandardError => Console.Error;

    /// <summary>This process's standard output, which is masked by whoever began it, for work that belongs to no world yet.</summary>
    internal static Terminal OfThisProcess
    {
        get
        {
            var isGitHub = Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";
            return OfConsole(new VisibleWriter(Console.Out, isGitHub)) with { Controls = Console.Out, IsFolded = isGitHub };
        }
    }

    /// <summary>Whether text is coloured: on a live terminal, unless <c>NO_COLOR</c> is set, which asks for no colour and for nothing
    /// else. See <see href="https://no-color.org"/>.</summary>
    public bool HasColor { get; init; }

    /// <summary>Whether lines are folded in groups, as the log of a GitHub workflow folds them.</summary>
    public bool IsFolded { get; init; }

    /// <summary>A place that keeps what is written: a file, a pipe, a CI log.</summary>
    public static Terminal Plain(TextWriter output) =>
        new(new VisibleWriter(output, isGitHub: false), false, () => (int.MaxValue, int.MaxValue)) { Controls = output };

    /// <summary>This process's standard output: live when it is a terminal and <c>TERM</c> is not <c>dumb</c>.</summary>
    /// <param name="output">What is written to in its stead, such as a <see cref="MaskedWriter"/> over it; null for itself.</param>
    public static Terminal OfConsole(TextWriter? output = null)
    {
        var isTerminal = !Console.IsOutputRedirected;
        var live = isTerminal && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        return new Terminal(output ?? Console.Out, live, () => isTerminal ? WindowSize() : (int.MaxValue, int.MaxValue))
        {
            HasColor = live && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    // A terminal that does not know its own size says none.
    private static (int Width, int Height) WindowSize() =>
        (Console.WindowWidth is > 0 and var width ? width : 80, Console.WindowHeight is > 0 and var height ? height : 24);
}
