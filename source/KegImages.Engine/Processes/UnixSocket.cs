using System.Net.Sockets;

namespace KegImages.Processes;

/// <summary>HTTP over a Unix socket, as daemons of this machine speak it.</summary>
internal static class UnixSocket
{
    /// <summary>A handler whose connections all lead to the socket, whatever a request's host says.</summary>
    /// <param name="path">The socket's path.</param>
    public static SocketsHttpHandler Handler(string path) =>
        new() { UseProxy = false, ConnectCallback = async (_, cancellationToken) => await ConnectAsync(path, cancellationToken) };

    /// <summary>A connection to the socket.</summary>
    public static async Task<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
