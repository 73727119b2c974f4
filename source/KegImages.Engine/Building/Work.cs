namespace KegImages.Building;

/// <summary>One piece of work that tells how it goes, step by step: whoever waits for it sees what is done, the bytes and what is
/// said.</summary>
/// <param name="name">What it is called.</param>
/// <param name="tell">Is told.</param>
/// <param name="clock">The clock of its steps.</param>
public sealed class Work(string name, Action<WorkEvent> tell, TimeProvider clock)
{
    /// <summary>Does the work in one or more steps.</summary>
    /// <param name="text">What is done, as a clause for people.</param>
    /// <param name="work">Does it, and returns what is said of its end.</param>
    public async Task RunAsync(string text, Func<Task<string>> work)
    {
        tell(new WorkBegun(name, text));
        var begun = clock.GetTimestamp();
        try
        {
            tell(new WorkEnded(name, WorkEnd.Done, await work()));
        }
        catch (Exception)
        {
            tell(new WorkEnded(name, WorkEnd.Failed, $"failed after {Human.Duration(clock.GetElapsedTime(begun))}"));
            throw;
        }
    }

    /// <summary>Begins a step of it.</summary>
    /// <param name="text">What is done: <c>downloading packages</c>.</param>
    public WorkStep Begin(string text) => new(text, happened => tell(new WorkProgressed(name, happened)), clock);

    /// <summary>Does a step of it.</summary>
    /// <param name="text">What is done: <c>downloading packages</c>.</param>
    /// <param name="step">Does it.</param>
    public async Task<T> StepAsync<T>(string text, Func<WorkStep, Task<T>> step)
    {
        var begun = Begin(text);
        var result = await step(begun);
        begun.End();
        return result;
    }

    /// <inheritdoc cref="StepAsync{T}"/>
    public Task StepAsync(string text, Func<WorkStep, Task> step) => StepAsync(text, async begun =>
    {
        await step(begun);
        return true;
    });
}
