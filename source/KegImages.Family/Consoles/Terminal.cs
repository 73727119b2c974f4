namespace KegImages.Consoles;

/// <summary>Where a run is shown: the one seam to the console.</summary>
/// <param name="IsLive">Whether lines can be drawn over: a terminal that understands escape sequences.</param>
/// <param name="Size">The terminal's width and height now; asked for each time, since a window can be resized.</param>
public sealed record Terminal(TextWriter Out, bool IsLive, Func<(int Width, int Height)> Size)
{
    /// <summary>What the terminal's own sequences and GitHub's commands are written to, which are ours alone; text of others is never,
    /// except as <see cref="VisibleText"/> has it.</summary>
    public TextWriter Controls { get; init; } = Out;

    internal static TextWriter StandardOutput => Console.Out;

    /// <summary>Whether lines are folded in groups, as the log of a GitHub workflow folds them.</summary>
    public bool IsFolded { get; init; }

    /// <summary>A place that keeps what is written: a file, a pipe, a CI log.</summary>
    public static Terminal Plain(TextWriter output) =>
        new(new VisibleWriter(output, isGitHub: false), false, () => (int.MaxValue, int.MaxValue)) { Controls = output };

    /// <summary>This process's standard output: live when it is a terminal, <c>NO_COLOR</c> is not set and <c>TERM</c> is not <c>dumb</c>.
    /// See <see href="https://no-color.org"/>.</summary>
    /// <param name="output">What is written to in its stead, such as a <see cref="MaskedWriter"/> over it; null for itself.</param>
    public static Terminal OfConsole(TextWriter? output = null)
    {
        var live = !Console.IsOutputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        return new Terminal(output ?? Console.Out, live, () => (Console.WindowWidth, Console.WindowHeight));
    }
}
