using System.Collections.Concurrent;
using KegImages.Logins;

namespace KegImages.Tests.Registry;

/// <summary>One login for every host, none, or a failure to find one; records who asked.</summary>
internal sealed class FakeCredentials(RegistryCredential? credential = null, Exception? failure = null) : ICredentialSource
{
    public ConcurrentQueue<string> Asked { get; } = new();

    public Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken)
    {
        Asked.Enqueue(host);
        return failure is null ? Task.FromResult(credential) : Task.FromException<RegistryCredential?>(failure);
    }
}
