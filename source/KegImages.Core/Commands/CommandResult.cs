namespace KegImages.Commands;

/// <summary>How a command ended.</summary>
/// <param name="StandardOutput">What it wrote to standard output; its end, where that is more than anyone can mean.</param>
/// <param name="StandardError">What it wrote to standard error, likewise.</param>
public sealed record CommandResult(Command Command, int ExitCode, string StandardOutput, string StandardError, TimeSpan Duration)
{
    private const int LinesThatMatter = 20;

    /// <summary>The result itself when the command succeeded; throws <see cref="FailedException"/> with command, exit code and the end of
    /// stderr otherwise.</summary>
    public CommandResult OrThrow()
    {
        if (ExitCode == 0)
            return this;
        var text = StandardError.Trim().Length > 0 ? StandardError : StandardOutput;
        var lines = text.TrimEnd().Split('\n').TakeLast(LinesThatMatter).Select(line => "  " + line.TrimEnd());
        throw new FailedException(
            $"{Command}{System.Environment.NewLine}exited with "
                + $"{ExitCode}:{System.Environment.NewLine}{string.Join(System.Environment.NewLine, lines)}");
    }
}
