using KegImages.Logins;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>A registry that answers what a test says, another host, and a client of the first one.</summary>
public abstract class HostileRegistry : IDisposable
{
    private protected FakeRegistry Registry { get; } = new();

    private protected FakeRegistry Other { get; } = new();

    private protected ImageReference Reference => Registry.Repository("tap").With(Tag.Parse("develop"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Registry.Dispose();
        Other.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static RegistryClient Client(
        RegistryCredential? login = null, int longestWait = 60_000, int timeout = 20_000, int largest = 1024 * 1024) =>
            new(new FakeCredentials(login), new RegistryOptions
    {
        Attempts = 3,
        FirstWait = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromMilliseconds(longestWait),
        Timeout = TimeSpan.FromMilliseconds(timeout),
        LargestAnswer = largest,
    });

    private protected void Answer(int status, string body = "", params (string, string)[] headers) => Registry.Instead = (_, response) =>
    {
        FakeRegistry.Answer(response, status, body, headers: headers);
        return true;
    };
}
