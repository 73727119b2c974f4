namespace KegImages.Publishing;

/// <summary>
/// Lets a write that has begun come to its end when the run is interrupted, so that it is known what it did; none begins after that.
/// </summary>
internal sealed class BegunWrite : IDisposable
{
    // The run is left behind a little later by whoever interrupted it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource limit = new();
    private readonly CancellationTokenRegistration interrupted;

    private BegunWrite(CancellationToken cancellationToken) => interrupted = cancellationToken.Register(() => limit.CancelAfter(Grace));

    /// <summary>Ends the write some time after the run was interrupted.</summary>
    public CancellationToken Token => limit.Token;

    /// <summary>Begins a write, which is over when this is disposed.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted before.</exception>
    public static BegunWrite Begin(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new BegunWrite(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        interrupted.Dispose();
        limit.Dispose();
    }
}
