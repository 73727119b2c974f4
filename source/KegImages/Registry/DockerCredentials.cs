using System.Text;
using System.Text.Json;
using KegImages.Processes;

namespace KegImages.Registry;

/// <summary>
/// The logins that <c>docker login</c> made: <c>config.json</c> with its credential helpers.
/// See <see href="https://docs.docker.com/reference/cli/docker/login/#credential-stores"/>.
/// </summary>
/// <param name="folder">Docker's configuration folder.</param>
/// <param name="commands">Runs credential helpers.</param>
public sealed class DockerCredentials(string folder, ICommandRunner commands) : ICredentialSource
{
    private const string DockerHub = "docker.io";
    private const string DockerHubKey = "https://index.docker.io/v1/";
    private const string IdentityTokenUser = "<token>";

    private DockerConfigDocument? read;

    private string ConfigPath => Path.Combine(folder, "config.json");

    /// <summary>The logins of the user whose environment this is: <c>DOCKER_CONFIG</c>, else <c>.docker</c> in the home folder.</summary>
    public static DockerCredentials From(IReadOnlyDictionary<string, string> environment, ICommandRunner commands)
    {
        var home = environment.GetValueOrDefault("HOME") ?? environment.GetValueOrDefault("USERPROFILE") ?? "";
        return new DockerCredentials(
            environment.GetValueOrDefault("DOCKER_CONFIG") is { Length: > 0 } named ? named : Path.Combine(home, ".docker"), commands);
    }

    /// <inheritdoc/>
    public async Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken)
    {
        var config = read ??= await ReadAsync(cancellationToken);
        var key = host == DockerHub ? DockerHubKey : host;
        var helper = config.CredHelpers?.GetValueOrDefault(key) ?? config.CredHelpers?.GetValueOrDefault(host) ?? config.CredsStore;
        var kept = helper is { Length: > 0 } ? await AskAsync(helper, key, cancellationToken) : null;
        return kept ?? Written(config, host);
    }

    private async Task<DockerConfigDocument> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(ConfigPath))
            return new DockerConfigDocument();
        try
        {
            await using var stream = File.OpenRead(ConfigPath);
            return await JsonSerializer.DeserializeAsync(stream, RegistryJson.Default.DockerConfigDocument, cancellationToken) ?? new DockerConfigDocument();
        }
        catch (JsonException exception)
        {
            // The parser's message can quote what it stumbled over, and the file holds secrets: only the place is said.
            throw new WrongUseException("Docker's configuration is not valid JSON", new SourceLocation(ConfigPath, (int)(exception.LineNumber ?? 0) + 1));
        }
    }

    private async Task<RegistryCredential?> AskAsync(string helper, string server, CancellationToken cancellationToken)
    {
        var command = new Command($"docker-credential-{helper}", "get") { StandardInput = server, Timeout = TimeSpan.FromSeconds(30) };
        var result = await commands.RunAsync(command, null, null, cancellationToken);
        if (result.ExitCode != 0)
        {
            // Helpers say on standard output what went wrong; this one thing is no failure.
            return result.StandardOutput.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
                ? null
                : throw new FailedException($"{command} exited with {result.ExitCode}: the login to {server} cannot be read");
        }

        try
        {
            var answer = JsonSerializer.Deserialize(result.StandardOutput, RegistryJson.Default.HelperDocument);
            return answer?.Secret is { Length: > 0 } secret ? new RegistryCredential(answer.Username == IdentityTokenUser ? null : answer.Username ?? "", secret) : null;
        }
        catch (JsonException)
        {
            throw new FailedException($"{command} answered something that is not JSON: the login to {server} cannot be read");
        }
    }

    private RegistryCredential? Written(DockerConfigDocument config, string host)
    {
        var entry = config.Auths?.FirstOrDefault(pair => HostOf(pair.Key) == host).Value;
        if (entry?.Identitytoken is { Length: > 0 } token)
            return new RegistryCredential(null, token);
        if (entry is { Username.Length: > 0, Password.Length: > 0 })
            return new RegistryCredential(entry.Username, entry.Password);
        if (entry?.Auth is not { Length: > 0 } auth)
            return null;

        var bytes = new byte[auth.Length];
        var parts = Convert.TryFromBase64String(auth, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0').Split(':', 2) : [];
        return parts.Length == 2
            ? new RegistryCredential(parts[0], parts[1])
            : throw new WrongUseException($"the login to {host} is damaged", new SourceLocation(ConfigPath), $"log in again: docker login {host}");
    }

    // Keys are hosts, or URLs of Docker's first registry protocol.
    private static string HostOf(string key)
    {
        var withoutScheme = key[(key.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..];
        var host = withoutScheme.Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? DockerHub : host;
    }
}
