namespace KegImages.Publishing;

/// <summary>
/// Lets a write that has begun come to its end when the run is interrupted, so that it is known what it did; none begins after that.
/// </summary>
internal static class BegunWrite
{
    // The run is left behind a little later by whoever interrupted it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    /// <summary>Writes.</summary>
    /// <param name="write">The write, with a token that ends it some time after the run was interrupted.</param>
    /// <param name="cancellationToken">The run's.</param>
    /// <exception cref="OperationCanceledException">The run was interrupted before, or long ago.</exception>
    public static async Task<T> EndAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource();
        using var interrupted = cancellationToken.Register(() => limit.CancelAfter(Grace));
        return await write(limit.Token);
    }
}
