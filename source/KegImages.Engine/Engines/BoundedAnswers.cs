namespace KegImages.Engines;

/// <summary>
/// Holds an engine's answers to a length that is many times what any of them has; what comes bit by bit has no end by nature. Each says,
/// beside what it is, which version of its API the engine speaks.
/// </summary>
internal sealed class BoundedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const long Most = 64 * 1024 * 1024;

    private static readonly string[] BitByBit = ["/push", "/images/create", "/logs"];

    /// <summary>The newest version that the engine speaks; null while it has not said.</summary>
    public Version? Speaks { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var asked = request.RequestUri!.AbsolutePath;
        if (!response.IsSuccessStatusCode || !BitByBit.Any(path => asked.EndsWith(path, StringComparison.Ordinal)))
            await LoadAsync(response, cancellationToken);
        if (response.Headers.TryGetValues("Api-Version", out var said) && Version.TryParse(said.First(), out var version))
            Speaks = version;
        return response;
    }

    // Of an answer that is given up nobody would close the connection, and whoever sends it would wait for ever.
    private static async Task LoadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(Most, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
