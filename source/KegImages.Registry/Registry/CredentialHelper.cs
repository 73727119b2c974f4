using KegImages.Logins;

namespace KegImages.Registry;

/// <summary>A program that keeps logins for docker. See <see
/// href="https://github.com/docker/docker-credential-helpers#development"/>.</summary>
/// <param name="name">Its name as in <c>config.json</c>; the program is called <c>docker-credential-&lt;name&gt;</c>.</param>
internal sealed class CredentialHelper(string name, ICommandRunner commands)
{
    private const string IdentityTokenUser = "<token>";

    // As docker: these say that there is no login, and are no failure.
    private const string NotFound = "credentials not found";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The login to a server; null where it keeps none.</summary>
    /// <exception cref="WrongUseException">There is no such program.</exception>
    /// <exception cref="FailedException">It fails, does not answer, or answers something else.</exception>
    public async Task<RegistryCredential?> AskAsync(string server, Func<SourceLocation> place, CancellationToken cancellationToken)
    {
        // A name with a slash or a blank is no program of docker's.
        if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            throw new WrongUseException($"'{name}' is no name of a credential helper", place(),
                "write one such as 'pass' or 'secretservice', or take the entry out");
        var command = new Command($"docker-credential-{name}", "get") { StandardInput = server, Timeout = Limit };
        CommandResult result;
        try
        {
            result = await commands.RunAsync(command, null, null, cancellationToken);
        }
        catch (FailedException exception) when (exception.InnerException is System.ComponentModel.Win32Exception)
        {
            throw new WrongUseException(
                $"the credential helper '{command.Executable}' that it names is not on the PATH, so docker has no login to {server}",
                    place(),
                "install the helper, or take the entry out and log in again: docker login");
        }

        if (result.ExitCode != 0)
        {
            // Helpers say on standard output what went wrong.
            return result.StandardOutput.Contains(NotFound, StringComparison.OrdinalIgnoreCase)
                ? null
                : throw new FailedException($"{command} exited with {result.ExitCode}: the login to {server} cannot be read");
        }

        return LoginOf(result.StandardOutput, command, server);
    }

    private static RegistryCredential? LoginOf(string json, Command command, string server)
    {
        try
        {
            var answer = new OutsideDocument($"the answer of {command}").Read(json, RegistryJson.Default.HelperDocument);
            return answer.Secret is { Length: > 0 } secret
                ? new RegistryCredential(answer.Username == IdentityTokenUser ? null : answer.Username ?? "", secret) : null;
        }
        catch (UnreadableDocumentException exception)
        {
            // What it wrote may be the secret.
            throw new FailedException(
                $"{command} answered something that is not JSON as it should be, at {exception.Place}: "
                    + $"the login to {server} cannot be read");
        }
    }
}
