using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Docker.DotNet;

namespace KegImages.Engines;

/// <summary>An engine that did not do what it was asked: it refused, failed, was not there, or answered something else.</summary>
public sealed class EngineException : FailedException
{
    private static readonly OutsideDocument Refusal = new("what an engine refuses");

    private EngineException(EngineAddress address, string asked, string said, Exception? inner)
        : base($"the engine could not {asked}: {said}", inner)
    {
        Address = address;
        Said = said;
    }

    /// <summary>The engine.</summary>
    public EngineAddress Address { get; }

    /// <summary>The reason alone, as docker's own client says it.</summary>
    public string Said { get; }

    /// <summary>What the engine answered; null where it did not.</summary>
    public HttpStatusCode? Status { get; private init; }

    /// <summary>Whether what was asked for is not there.</summary>
    public bool IsMissing => Status == HttpStatusCode.NotFound;

    /// <summary>Whether what was to be made is there already.</summary>
    public bool IsConflict => Status == HttpStatusCode.Conflict;

    /// <summary>Whether no engine answered.</summary>
    public bool IsUnreachable => Status is null && InnerException is HttpRequestException or IOException or TimeoutException;

    /// <summary>The problem that it is before anything is begun.</summary>
    /// <param name="instead">What else can be done, as a clause.</param>
    public Problem ToProblem(string instead) => new($"no Docker engine answers{(Said.Length > 0 ? $": {Said}" : "")}",
        Next: $"Start Docker, or choose an engine with DOCKER_HOST or 'docker context use', {instead}.");

    /// <summary>What the engine said in the middle of what it did.</summary>
    internal static EngineException Of(EngineAddress address, string asked, string said) => new(address, asked, said, null)
        { Status = HttpStatusCode.OK };

    /// <summary>What an exception of the library means; null for one that is a defect.</summary>
    internal static EngineException? Of(EngineAddress address, string asked, Exception exception) => exception switch
    {
        DockerApiException refused => new EngineException(address, asked, MessageOf(refused.ResponseBody), refused)
            { Status = refused.StatusCode },
        HttpRequestException or IOException or TimeoutException =>
            new EngineException(address, asked, WhyUnreachable(address, exception), exception),
        // The library's documents say that much is always there, and do not look.
        JsonException or FormatException or ArgumentException or NullReferenceException or InvalidOperationException
            or NotSupportedException or NotImplementedException or OverflowException or WrongUseException =>
            new EngineException(address, asked, $"{address} answers what is no answer of an engine: {exception.Message}", exception),
        _ => null,
    };

    private static string WhyUnreachable(EngineAddress address, Exception exception) => exception.GetBaseException() switch
    {
        TimeoutException late when late == exception => late.Message,
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"permission denied while trying to connect to the Docker daemon socket at {address}",
        SocketException or TimeoutException => $"Cannot connect to the Docker daemon at {address}. Is the docker daemon running?",
        var cause => cause.Message,
    };

    // Engines answer {"message": …}; what stands before one answers what it likes, which is shown as it is.
    private static string MessageOf(string? body)
    {
        try
        {
            return Refusal.ReadObject(Encoding.UTF8.GetBytes(body ?? ""))["message"] is JsonValue value
                && value.TryGetValue<string>(out var message) ? message : body!.Trim();
        }
        catch (UnreadableDocumentException)
        {
            return body?.Trim() ?? "";
        }
    }
}
