namespace KegImages.Consoles;

/// <summary>Shows work of this process that is about no image: a set-up, say. Dispose it before anything else is written.</summary>
public sealed class WorkConsole : IAsyncDisposable
{
    private readonly RunConsole console;

    /// <summary>Shows it on standard output.</summary>
    /// <param name="detail">How much is said.</param>
    public WorkConsole(Detail detail) =>
        console = new RunConsole(BoardPlan.Open, Terminal.OfThisProcess, TimeProvider.System, detail);

    /// <summary>Shows what happens.</summary>
    public void Show(WorkEvent happened) => console.Show(happened);

    /// <summary>Says a line that stays.</summary>
    public void Say(string line) => console.Say(line);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => console.DisposeAsync();
}
