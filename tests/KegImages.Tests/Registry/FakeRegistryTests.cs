using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>Tests that each have a registry in this process, and a client of it that waits for nothing.</summary>
public abstract class FakeRegistryTests(int attempts = 2) : IDisposable
{
    private protected FakeRegistry Registry { get; } = new();

    private protected RegistryClient Client { get; } = new(new FakeCredentials(),
        new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = attempts });

    public void Dispose()
    {
        Client.Dispose();
        Registry.Dispose();
        GC.SuppressFinalize(this);
    }
}
