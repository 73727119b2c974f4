namespace KegImages.Registry;

/// <summary>How long is waited for one request in all, its tokens and repetitions included: never longer than
/// <see cref="RegistryOptions.LongestWait"/>.</summary>
internal sealed class Patience(RegistryOptions options)
{
    private TimeSpan left = options.LongestWait;

    /// <summary>Waits before the next try.</summary>
    public async Task<bool> WaitAsync(int attempt, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var wait = options.FirstWait * Math.Pow(2, Math.Min(attempt - 1, 20));
        if (asked > wait)
            wait = asked.Value;
        if (wait > left)
            return false;
        left -= wait;
        await Task.Delay(wait, cancellationToken);
        return true;
    }
}
