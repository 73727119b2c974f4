namespace KegImages.Consoles;

/// <summary>Says now and then which requests are waited for, where nothing else was shown as long. It costs a timer, from the first request
/// on.</summary>
/// <param name="open">The requests.</param>
/// <param name="silence">How long nothing was shown.</param>
/// <param name="say">Shows a line.</param>
internal sealed class RequestSign(OpenRequests open, Func<TimeSpan> silence, Action<string> say)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);

    private Timer? timer;

    /// <summary>Watches from the first request on.</summary>
    public void Begin() => open.Begun = () =>
    {
        if (timer is null)
            Interlocked.CompareExchange(ref timer, new Timer(_ => Look(), null, Now, Now), null);
    };

    /// <summary>Says it, if it is time to.</summary>
    public void Look()
    {
        if (silence() >= Longest && open.ToText() is { } waiting)
            say($"still waiting: {waiting}");
    }
}
