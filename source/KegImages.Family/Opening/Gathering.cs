using System.Runtime.ExceptionServices;

namespace KegImages.Opening;

/// <summary>
/// Collects what is wrong in several attempts, so that all is reported together, in the order in which the attempts began and not in that
/// in which they ended.
/// </summary>
internal sealed class Gathering
{
    private const int MostFailures = 5;

    private readonly List<Finding> findings = [];

    /// <summary>Whether anything is wrong so far.</summary>
    public bool HasAny => findings.Any(finding => finding.Problems.Count > 0 || finding.Failure is not null);

    /// <summary>
    /// The results of attempts that are under way. Throws what is wrong with all of them together; <see cref="OperationCanceledException"/>
    /// where they were cancelled.
    /// </summary>
    public static async Task<T[]> AllAsync<T>(IEnumerable<Task<T>> attempts)
    {
        var all = attempts.ToArray();
        await AllAsync((Task[])all);
        return await Task.WhenAll(all);
    }

    /// <inheritdoc cref="AllAsync{T}"/>
    public static async Task AllAsync(params Task[] attempts)
    {
        var gathering = new Gathering();
        await Task.WhenAll(attempts.Select(gathering.WaitAsync));
        gathering.ThrowIfAny();
    }

    /// <summary>The result of an attempt; its default when the caller has something to mend, which is kept.</summary>
    public T? Try<T>(Func<T> attempt)
    {
        try
        {
            return attempt();
        }
        catch (WrongUseException exception)
        {
            findings.Add(new Finding { Problems = exception.Problems });
            return default;
        }
    }

    /// <summary>
    /// The result of an attempt that is under way; its default when the caller has something to mend, or something failed, which is kept.
    /// </summary>
    public async Task<T?> TryAsync<T>(Task<T> attempt) => await WaitAsync(attempt) ? await attempt : default;

    /// <summary>
    /// Throws <see cref="WrongUseException"/> with every problem so far, else <see cref="FailedException"/> with what failed; does nothing
    /// when there is neither.
    /// </summary>
    public void ThrowIfAny()
    {
        // What the caller can mend comes first: it may well be the cause of what failed.
        WrongUseException.ThrowIfAny([.. findings.SelectMany(finding => finding.Problems).Distinct()]);
        var failures = findings.Select(finding => finding.Failure).OfType<FailedException>().DistinctBy(failure => failure.Message)
            .ToList();
        if (failures.Count == 1)
            ExceptionDispatchInfo.Throw(failures[0]);
        if (failures.Count == 0)
            return;
        var lines = failures.Take(MostFailures).Select(failure => failure.Message);
        var message = string.Join(Environment.NewLine, failures.Count > MostFailures
            ? lines.Append($"… and {failures.Count - MostFailures} more") : lines);
        var unreached = failures.OfType<UnreachedException>().ToList();
        throw unreached.Count == failures.Count
            ? new UnreachedException(message, unreached.SelectMany(failure => failure.Hosts), failures[0])
            : new FailedException(message, failures[0]);
    }

    private async Task<bool> WaitAsync(Task attempt)
    {
        // Its place is taken before anything is waited for.
        var finding = new Finding();
        findings.Add(finding);
        try
        {
            await attempt;
            return true;
        }
        catch (WrongUseException exception)
        {
            finding.Problems = exception.Problems;
            return false;
        }
        catch (FailedException exception)
        {
            finding.Failure = exception;
            return false;
        }
    }

    private sealed class Finding
    {
        public IReadOnlyList<Problem> Problems { get; set; } = [];

        public FailedException? Failure { get; set; }
    }
}
