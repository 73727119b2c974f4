namespace KegImages.Adopting;

/// <summary>How a repository takes up this tool.</summary>
public sealed record InitOptions
{
    /// <summary><c>--from</c>: what its images are built with now; null to look for its Dockerfiles.</summary>
    public TakeOver? From { get; init; }

    /// <summary><c>--ci</c>: whether workflows are written too, which call the tool.</summary>
    public bool Ci { get; init; }

    /// <summary>The options as typed.</summary>
    /// <exception cref="WrongUseException"><paramref name="from"/> names neither file.</exception>
    public static InitOptions Of(string? from, bool ci)
    {
        if (from is null)
            return new InitOptions { Ci = ci };
        if (!Enum.TryParse<TakeOver>(from, ignoreCase: true, out var file) || !Enum.IsDefined(file) || char.IsAsciiDigit(from[0]))
            throw new WrongUseException($"--from {from}: Init takes a family over from a bake or a compose file",
                next: $"{ThisProgram.Name} Init --from bake{ThisProgram.SamePlace}, or --from compose; without --from the Dockerfiles "
                    + "are looked for");
        return new InitOptions { From = file, Ci = ci };
    }
}
