namespace KegImages.Planning;

/// <summary>Why an image could not be built, with all that one needs to mend it.</summary>
public sealed record BuildFailure
{
    /// <summary>The image.</summary>
    public required ImageName Image { get; init; }

    /// <summary>What went wrong, in a line or a few.</summary>
    public required string Message { get; init; }

    /// <summary>The command that failed, as it can be pasted.</summary>
    public required string Command { get; init; }

    /// <summary>The command's exit code; null when it was ended, or ended well and the result was not what it had to be.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The Dockerfile's line that failed; the Dockerfile alone where no line is known.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>The failing instruction as BuildKit names it, arguments resolved, such as <c>RUN npm ci</c>; null where none ran.</summary>
    public string? Instruction { get; init; }

    /// <summary>The instruction's number in its stage, such as <c>3/7</c>; null where none ran.</summary>
    public string? Number { get; init; }

    /// <summary>The lines of the Dockerfile that BuildKit marks, as they are written.</summary>
    public ImmutableArray<string> Source { get; init; } = [];

    /// <summary>
    /// The last lines that the failing instruction wrote; where no instruction failed, what buildx says beside <see cref="Message"/> and
    /// <see cref="Source"/>.
    /// </summary>
    public ImmutableArray<string> Log { get; init; } = [];
}
