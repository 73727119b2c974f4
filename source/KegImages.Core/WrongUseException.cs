namespace KegImages;

/// <summary>Wrong use or a wrong file: everything that the caller can mend, found together, before anything is built. Ends a run with exit
/// code 2.</summary>
public sealed class WrongUseException : Exception
{
    /// <summary>Reports several problems at once.</summary>
    public WrongUseException(IEnumerable<Problem> problems)
        : this(problems.ToImmutableArray())
    {
    }

    /// <summary>Reports one problem.</summary>
    public WrongUseException(string message, SourceLocation? location = null, string? next = null)
        : this([new Problem(message, location, next)])
    {
    }

    internal WrongUseException(WrongUseException cause, string last)
        : this([.. cause.Problems[..^1], cause.Problems[^1].Then(last)], cause)
    {
    }

    private WrongUseException(ImmutableArray<Problem> problems, Exception? innerException = null)
        : base(VisibleText.Of(string.Join(Environment.NewLine, problems)), innerException)
    {
        Problems = problems;
        Data[FailedException.ExitCodeKey] = 2;
    }

    /// <summary>The problems, in the order in which they are printed.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>Throws when there is any problem; does nothing otherwise.</summary>
    public static void ThrowIfAny(IReadOnlyCollection<Problem> problems)
    {
        if (problems.Count > 0)
            throw new WrongUseException(problems);
    }
}
