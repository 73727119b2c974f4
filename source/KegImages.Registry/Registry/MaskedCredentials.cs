using KegImages.Logins;

namespace KegImages.Registry;

/// <summary>Logins that are hidden from all output before anyone can use them.</summary>
internal sealed class MaskedCredentials(ICredentialSource inner, Action<string> hide) : ICredentialSource
{
    public async Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken)
    {
        var credential = await inner.FindAsync(host, cancellationToken);
        if (credential is null)
            return null;
        hide(credential.Secret);
        if (!credential.IsIdentityToken)
            hide(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Secret}")));
        return credential;
    }
}
