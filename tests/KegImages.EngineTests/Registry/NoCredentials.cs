using KegImages.Logins;

namespace KegImages.EngineTests.Registry;

/// <summary>The local registry wants no login.</summary>
internal sealed class NoCredentials : ICredentialSource
{
    public Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult<RegistryCredential?>(null);
}
