namespace KegImages.Engines;

/// <summary>Where an engine listens, as <c>DOCKER_HOST</c> and docker's contexts write it.</summary>
public sealed record EngineAddress
{
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;
    private const string PipePrefix = "npipe:////./pipe/";

    private EngineAddress(string text) => Text = text;

    /// <summary>The path of its Unix socket; null where it is reached otherwise.</summary>
    public string? Socket { get; private init; }

    /// <summary>The name of its pipe of this machine; null where it is reached otherwise.</summary>
    public string? Pipe { get; private init; }

    /// <summary>Its host; null where it is reached otherwise.</summary>
    public string? Host { get; private init; }

    /// <summary>Its port; 0 for the usual one.</summary>
    public int Port { get; private init; }

    /// <summary>The keys by which it is known and knows us; null where it is spoken to in the clear.</summary>
    public EngineKeys? Keys { get; init; }

    /// <summary>Docker's own program that leads to it, by ssh for one; null where it is reached without.</summary>
    public Command? Program { get; private init; }

    /// <summary>The port that is connected to.</summary>
    public int UsedPort => Port > 0 ? Port : Keys is null ? PlainPort : TlsPort;

    private string Text { get; }

    /// <summary>Reads an address that needs no program: a socket, a pipe, or a host.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EngineAddress? address)
    {
        address = null;
        if (text is null)
            return false;
        if (text.StartsWith("unix://", StringComparison.Ordinal))
            address = text["unix://".Length..] is { Length: > 0 } path ? new EngineAddress(text) { Socket = path } : null;
        else if (text.StartsWith(PipePrefix, StringComparison.OrdinalIgnoreCase))
            address = text[PipePrefix.Length..] is { Length: > 0 } pipe ? new EngineAddress(text) { Pipe = pipe } : null;
        else if (text.StartsWith("tcp://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Host.Length: > 0, AbsolutePath: "/" or "", UserInfo: "" })
            address = new EngineAddress(text) { Host = uri.Host, Port = Math.Max(0, uri.Port) };
        return address is not null;
    }

    /// <summary>As <see cref="TryParse"/>; throws <see cref="FormatException"/> where it is none.</summary>
    public static EngineAddress Parse(string text) => TryParse(text, out var address) ? address
        : throw new FormatException($"'{text}' is not the address of an engine: expected unix:///<socket>, tcp://<host>[:<port>]");

    /// <summary>An engine that docker's own program leads to.</summary>
    /// <param name="text">What it is called.</param>
    /// <param name="program">The program, whose input and output are a connection to the engine.</param>
    public static EngineAddress By(string text, Command program) => new(text) { Program = program };

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>What requests to it are addressed to.</summary>
    internal Uri Uri => Host is null ? new Uri("http://engine/")
        : new Uri(string.Create(CultureInfo.InvariantCulture, $"{(Keys is null ? "http" : "https")}://{Host}:{UsedPort}/"));
}
