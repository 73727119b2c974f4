namespace KegImages.Consoles;

/// <summary>Says now and then what is waited for, as long as it is; nothing where that is quick. It costs a timer.</summary>
internal sealed class LifeSign : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(9);

    private readonly ITimer timer;

    /// <summary>Begins to wait.</summary>
    /// <param name="what">What is waited for: <c>planning</c>.</param>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="detail">How much is said.</param>
    public LifeSign(string what, Terminal terminal, TimeProvider clock, Detail detail)
    {
        var begun = clock.GetTimestamp();
        timer = clock.CreateTimer(
            _ => terminal.Out.WriteLine($"still {what} ({Human.Duration(clock.GetElapsedTime(begun))})"
                + (Part() is { Length: > 0 } part ? $": {part}" : "")),
            null, detail == Detail.Quiet ? Timeout.InfiniteTimeSpan : Silence, Silence);
    }

    /// <summary>Which part of it is under way, asked each time; null for none that is known.</summary>
    public Func<string?> Part { private get; init; } = () => null;

    public void Dispose() => timer.Dispose();
}
