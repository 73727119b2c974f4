using Docker.DotNet.Models;
using KegImages.Logins;

namespace KegImages.Engines;

/// <summary>The login that goes along with an order, in a header of its request.</summary>
/// <param name="Header">What the engine hands on to the registry.</param>
/// <param name="Note">What a failure adds to its message.</param>
internal sealed record EngineLogin(AuthConfig Header, string Note)
{
    /// <summary>As docker does: where a login cannot be found out, it goes without one.</summary>
    public static async Task<EngineLogin> FindAsync(ICredentialSource? logins, string registry, CancellationToken cancellationToken)
    {
        try
        {
            var login = logins is null ? null : await logins.FindAsync(registry, cancellationToken);
            return new EngineLogin(login is { IsIdentityToken: true }
                ? new AuthConfig { IdentityToken = login.Secret, ServerAddress = registry }
                : new AuthConfig { Username = login?.Username, Password = login?.Secret, ServerAddress = registry }, "");
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            return new EngineLogin(new AuthConfig { ServerAddress = registry },
                $"{Environment.NewLine}  it went without a login: its login cannot be read: {exception.Message}");
        }
    }

    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => Header.ServerAddress ?? "";
}
