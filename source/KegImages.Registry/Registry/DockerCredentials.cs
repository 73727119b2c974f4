using KegImages.Logins;

namespace KegImages.Registry;

/// <summary>The logins that <c>docker login</c> made, found as docker's own client finds them: <c>DOCKER_AUTH_CONFIG</c>, else the
/// credential helper that <c>config.json</c> names, else what is written in it. See
/// <see href="https://docs.docker.com/reference/cli/docker/login/#credential-stores"/>.</summary>
/// <param name="given">The text of <c>DOCKER_AUTH_CONFIG</c>; null where it is not set.</param>
public sealed class DockerCredentials(string folder, ICommandRunner commands, string? given = null) : ICredentialSource
{
    /// <summary>The variable that holds logins, in the form of <c>config.json</c>.</summary>
    public const string Variable = "DOCKER_AUTH_CONFIG";

    private const string DockerHub = "docker.io";
    private const string DockerHubKey = "https://index.docker.io/v1/";

    private DockerConfigDocument? read;

    private string ConfigPath => Path.Combine(folder, "config.json");

    /// <summary>The logins of the user whose environment this is: <c>DOCKER_CONFIG</c>, else <c>.docker</c> in the home folder.</summary>
    public static DockerCredentials From(IReadOnlyDictionary<string, string> environment, ICommandRunner commands)
    {
        var home = environment.GetValueOrDefault("HOME") ?? environment.GetValueOrDefault("USERPROFILE") ?? "";
        return new DockerCredentials(
            environment.GetValueOrDefault("DOCKER_CONFIG") is { Length: > 0 } named ? named : Path.Combine(home, ".docker"), commands,
            environment.GetValueOrDefault(Variable) is { Length: > 0 } given ? given : null);
    }

    /// <inheritdoc/>
    public async Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (given is not null && Written(Parse(Encoding.UTF8.GetBytes(given), Variable), host, Variable) is { } ofVariable)
            return ofVariable;
        var config = read ??= await ReadAsync(cancellationToken);
        var key = host == DockerHub ? DockerHubKey : host;
        // A helper of this registry's own that is called "" means the file.
        var (helper, named) = config.CredHelpers?.TryGetValue(key, out var own) == true ? (own, $"\"{key}\"")
            : config.CredHelpers?.TryGetValue(host, out own) == true ? (own, $"\"{host}\"")
            : (config.CredsStore, "\"credsStore\"");
        return helper is { Length: > 0 }
            ? await new CredentialHelper(helper, commands).AskAsync(key, () => PlaceOf(named), cancellationToken)
            : Written(config, host, ConfigPath);
    }

    private async Task<DockerConfigDocument> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(ConfigPath) ? Parse(await File.ReadAllBytesAsync(ConfigPath, cancellationToken), ConfigPath)
                : new DockerConfigDocument();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"Docker's configuration cannot be read: {exception.Message}", new SourceLocation(ConfigPath));
        }
    }

    private static DockerConfigDocument Parse(byte[] json, string file)
    {
        try
        {
            return new OutsideDocument("Docker's configuration").Read(json, RegistryJson.Default.DockerConfigDocument);
        }
        catch (UnreadableDocumentException exception)
        {
            // The reader's message can quote what it stumbled over, and the file holds secrets: only the place is said.
            throw new WrongUseException("Docker's configuration is not JSON as it should be", new SourceLocation(file, exception.Line),
                $"mend what stands at {exception.Place}, or log in again: docker login");
        }
    }

    private static RegistryCredential? Written(DockerConfigDocument config, string host, string file)
    {
        var entry = config.Auths?.GetValueOrDefault(host == DockerHub ? DockerHubKey : host)
            ?? config.Auths?.FirstOrDefault(pair => HostOf(pair.Key) == host).Value;
        if (entry?.Identitytoken is { Length: > 0 } token)
            return new RegistryCredential(null, token);
        if (entry is { Username.Length: > 0, Password.Length: > 0 })
            return new RegistryCredential(entry.Username, entry.Password);
        if (entry?.Auth is not { Length: > 0 } auth)
            return null;

        var bytes = new byte[auth.Length];
        var parts = Convert.TryFromBase64String(auth, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0').Split(':', 2) : [];
        return parts is [{ Length: > 0 }, _]
            ? new RegistryCredential(parts[0], parts[1])
            : throw new WrongUseException($"the login to {host} is damaged", new SourceLocation(file),
                $"log in again: docker login {host}");
    }

    private SourceLocation PlaceOf(string name)
    {
        var lines = File.Exists(ConfigPath) ? File.ReadAllLines(ConfigPath) : [];
        return new SourceLocation(ConfigPath, Array.FindIndex(lines, line => line.Contains(name, StringComparison.Ordinal)) + 1);
    }

    // Keys are hosts, or URLs of Docker's first registry protocol.
    private static string HostOf(string key)
    {
        var withoutScheme = key[(key.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..];
        var host = withoutScheme.Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? DockerHub : host;
    }
}
