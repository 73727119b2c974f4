namespace KegImages.Pipeline;

/// <summary>Collects the problems of several attempts, so that all are reported together.</summary>
internal sealed class Gathering
{
    private readonly List<Problem> problems = [];

    /// <summary>Whether there is any so far.</summary>
    public bool HasAny => problems.Count > 0;

    /// <summary>The result of an attempt; its default when the caller has something to mend, which is kept.</summary>
    public T? Try<T>(Func<T> attempt)
    {
        try
        {
            return attempt();
        }
        catch (WrongUseException exception)
        {
            problems.AddRange(exception.Problems);
            return default;
        }
    }

    /// <summary>The result of an attempt that is under way; its default when the caller has something to mend, which is kept.</summary>
    public async Task<T?> TryAsync<T>(Task<T> attempt)
    {
        try
        {
            return await attempt;
        }
        catch (WrongUseException exception)
        {
            problems.AddRange(exception.Problems);
            return default;
        }
        catch (FailedException) when (problems.Count > 0)
        {
            // What the caller can mend comes first: it may well be the cause.
            return default;
        }
    }

    /// <summary>Throws <see cref="WrongUseException"/> with every problem so far; does nothing when there is none.</summary>
    public void ThrowIfAny() => WrongUseException.ThrowIfAny(problems);
}
