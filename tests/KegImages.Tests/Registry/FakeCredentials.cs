using System.Collections.Concurrent;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>One login for every host, or none; records who asked.</summary>
internal sealed class FakeCredentials(RegistryCredential? credential = null) : ICredentialSource
{
    public ConcurrentQueue<string> Asked { get; } = new();

    public Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken)
    {
        Asked.Enqueue(host);
        return Task.FromResult(credential);
    }
}
