using KegImages.Logins;
using KegImages.Processes;

namespace KegImages.Building;

/// <summary>
/// Pushes images from an engine's store by the engine's own API, which says the digest at the end. buildx has the engine push the same way,
/// but asks the
/// registry for the digest once more: four requests, each on a connection of its own, for each image.
/// See <see href="https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Image/operation/ImagePush"/>.
/// </summary>
/// <param name="socket">The path of the engine's Unix socket.</param>
/// <param name="logins">The logins to registries; null where there are none.</param>
/// <param name="clock">The clock of what is told.</param>
public sealed class EnginePush(string socket, ICredentialSource? logins, TimeProvider clock) : IDisposable
{
    private const string Scheme = "unix://";

    private readonly HttpClient engine = new(UnixSocket.Handler(socket)) { BaseAddress = new Uri("http://engine/"),
        Timeout = Timeout.InfiniteTimeSpan };
    private string? version;
    private string? loginProblem;

    /// <summary>Pushes through the engine at an address; null where there is none, or it is no Unix socket.</summary>
    /// <param name="address">The address as in <c>DOCKER_HOST</c>.</param>
    /// <param name="logins">The logins to registries; null where there are none.</param>
    /// <param name="clock">The clock of what is told.</param>
    public static EnginePush? At(string? address, ICredentialSource? logins, TimeProvider clock) =>
        Reaches(address) ? new EnginePush(address[Scheme.Length..], logins, clock) : null;

    /// <summary>Whether <see cref="At"/> reaches an engine there.</summary>
    public static bool Reaches([NotNullWhen(true)] string? address) => address?.StartsWith(Scheme, StringComparison.Ordinal) ?? false;

    /// <summary>Pushes a tagged image; nothing is uploaded that the registry has.</summary>
    /// <param name="image">The image by its tag.</param>
    /// <param name="onEvent">Is told how far it is, as of a vertex of the build.</param>
    /// <param name="cancellationToken">Ends the push.</param>
    /// <returns>The digest under which the registry took it.</returns>
    /// <exception cref="FailedException">The engine has no such image or does not answer, or the registry refused.</exception>
    public async Task<Digest> PushAsync(ImageReference image, Action<BuildKitEvent> onEvent, CancellationToken cancellationToken)
    {
        var vertex = new Vertex($"push {image}", $"pushing {image}") { Started = clock.GetUtcNow() };
        onEvent(new VertexChanged(vertex));
        try
        {
            using var response = await AskAsync(image, cancellationToken);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            var last = "";
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                var said = new OutsideDocument("what the engine says of its push").Read(last = line, EngineApiJson.Default.EngineMessage);
                if ((said.Error ?? said.Message) is { } error)
                    throw new FailedException($"the engine could not push {image}: {error}{LoginNote}");
                if (Digest.TryParse(said.Aux?.Digest, out var digest))
                {
                    onEvent(new VertexChanged(vertex with { Completed = clock.GetUtcNow() }));
                    return digest;
                }

                if (said is { Id: { } layer, ProgressDetail: { Total: > 0 } progress })
                    onEvent(new VertexProgressed(vertex.Digest, layer, progress.Current, progress.Total,
                        progress.Current >= progress.Total));
            }

            throw new FailedException($"the engine ended its push of {image} ({(int)response.StatusCode}) and said no digest: {last}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnreadableDocumentException)
        {
            throw new FailedException($"the engine could not push {image}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    private async Task<HttpResponseMessage> AskAsync(ImageReference image, CancellationToken cancellationToken)
    {
        version ??= await VersionAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri($"{version}/images/{image.Locator}/push?tag={image.Tag}", UriKind.Relative));
        request.Headers.Add("X-Registry-Auth", await LoginAsync(image.Host, cancellationToken));
        return await engine.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    // Engines refuse what is too old or too new for them, and say what they speak.
    private async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var response = await engine.GetAsync(new Uri("_ping", UriKind.Relative), cancellationToken);
        return response.Headers.TryGetValues("Api-Version", out var values) ? $"v{values.First()}"
            : throw new HttpRequestException("it does not say which version of its API it speaks");
    }

    private string LoginNote =>
        loginProblem is null ? "" : $"{Environment.NewLine}  it went without a login: its login cannot be read: {loginProblem}";

    // As docker pushes: where a login cannot be found out, it goes without one.
    private async Task<RegistryCredential?> FoundAsync(string registry, CancellationToken cancellationToken)
    {
        try
        {
            return logins is null ? null : await logins.FindAsync(registry, cancellationToken);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            loginProblem = exception.Message;
            return null;
        }
    }

    private async Task<string> LoginAsync(string registry, CancellationToken cancellationToken)
    {
        var login = await FoundAsync(registry, cancellationToken);
        var said = login is { IsIdentityToken: true } ? new EngineLogin(null, null, login.Secret, registry)
            : new EngineLogin(login?.Username, login?.Secret, null, registry);
        var json = JsonSerializer.SerializeToUtf8Bytes(said, EngineApiJson.Default.EngineLogin);
        return Convert.ToBase64String(json).Replace('+', '-').Replace('/', '_');
    }
}
