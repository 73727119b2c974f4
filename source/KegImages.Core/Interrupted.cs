namespace KegImages;

/// <summary>What is said of work that Ctrl+C ended: one line of what was stopped and what stands, and below it what is more than a
/// line.</summary>
internal static class Interrupted
{
    private const string Key = "Interrupted";

    /// <summary>The lines of an interruption that was not said yet: the first one begins with <c>interrupted:</c>, the others stand below
    /// it. It counts as said from now on.</summary>
    public static IEnumerable<string> Lines(OperationCanceledException exception, IEnumerable<string> lines)
    {
        exception.Data[Key] = true;
        return lines.Select((line, place) => place == 0 ? $"interrupted: {line}" : $"  {line}");
    }

    /// <summary>Whether an innermost part of the work that knows what stands has said so.</summary>
    public static bool IsSaid(OperationCanceledException exception) => exception.Data.Contains(Key);

    /// <summary>Does some work; where the run is interrupted meanwhile, it is said once, by the innermost who knows what stands.</summary>
    /// <param name="work">The work.</param>
    /// <param name="stands">What was stopped and what stands, asked when it is known.</param>
    /// <param name="say">Says lines to people.</param>
    /// <param name="cancellationToken">The run's.</param>
    public static async Task<T> SaidAsync<T>(Func<Task<T>> work, Func<OperationCanceledException, Task<IEnumerable<string>>> stands,
        Action<IEnumerable<string>> say, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && !IsSaid(exception))
        {
            say(Lines(exception, await stands(exception)));
            throw;
        }
    }

    /// <inheritdoc cref="SaidAsync{T}(Func{Task{T}}, Func{OperationCanceledException, Task{IEnumerable{string}}},
    /// Action{IEnumerable{string}}, CancellationToken)"/>
    public static Task SaidAsync(Func<Task> work, Func<IEnumerable<string>> stands, Action<IEnumerable<string>> say,
        CancellationToken cancellationToken) =>
        SaidAsync(async () =>
        {
            await work();
            return true;
        }, _ => Task.FromResult(stands()), say, cancellationToken);
}
