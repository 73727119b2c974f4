using System.IO.Pipes;
using Docker.DotNet.Handler.Abstractions;
using KegImages.Processes;
using Microsoft.Extensions.Logging;

namespace KegImages.Engines;

/// <summary>
/// The connections to an engine: kept for the next question, and at a socket of this machine never led through a proxy, which the library's
/// own do not promise.
/// </summary>
/// <param name="address">The engine's address.</param>
/// <param name="withheld">What a program that leads to it does not inherit.</param>
internal sealed class EngineTransport(EngineAddress address, WithheldVariables withheld) : IDockerHandlerFactory<EngineAddress>, IDisposable
{
    private readonly BoundedAnswers answers = new(Make(address, withheld));

    /// <inheritdoc cref="BoundedAnswers.Speaks"/>
    public Version? Speaks => answers.Speaks;

    public ResolvedTransport CreateHandler(EngineAddress transportOptions, ResolvedClientOptions clientOptions, ILogger logger) =>
        CreateHandler(clientOptions, logger);

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        new(answers, address.Uri);

    /// <summary>Nothing here takes a connection over for itself.</summary>
    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) => throw new NotSupportedException();

    public void Dispose() => answers.Dispose();

    private static SocketsHttpHandler Make(EngineAddress address, WithheldVariables withheld)
    {
        var handler = new SocketsHttpHandler { UseProxy = address.Host is not null, AllowAutoRedirect = false };
        if (address.Keys is { } keys)
            handler.SslOptions = keys.Options();
        if (address.Host is null)
            handler.ConnectCallback = async (_, cancellationToken) =>
                address.Socket is { } socket ? await UnixSocket.ConnectAsync(socket, cancellationToken)
                : address.Pipe is { } pipe ? await OpenAsync(pipe, cancellationToken)
                : new DialledStream(CommandProcess.Start(withheld.From(address.Program!), isRedirected: true));
        return handler;
    }

    private static async Task<Stream> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            // A pipe that is not there is waited for, as one that is just being made.
            await pipe.ConnectAsync(TimeSpan.FromSeconds(2), cancellationToken);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }
}
