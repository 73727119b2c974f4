namespace KegImages.Opening;

/// <summary>
/// What a command has decided to do. Whether it is carried out or only shown is for its caller to say, in one place for all commands.
/// </summary>
/// <param name="CarryOut">Does it.</param>
/// <param name="Show">Says what would be done, and changes nothing.</param>
public sealed record Decision(Func<CancellationToken, Task> CarryOut, Func<CancellationToken, Task> Show)
{
    /// <summary>What was decided, and what says so without a question to anybody.</summary>
    internal Decision(Func<CancellationToken, Task> carryOut, Action show)
        : this(carryOut, _ =>
        {
            show();
            return Task.CompletedTask;
        })
    {
    }

    /// <summary>That there is nothing to do, which has been said.</summary>
    internal static Decision Nothing { get; } = new(_ => Task.CompletedTask, () => { });
}
