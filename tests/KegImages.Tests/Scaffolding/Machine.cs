using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Consoles;
using KegImages.Logins;
using KegImages.Processes;
using KegImages.Registry;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Scaffolding;

/// <summary>A machine without an engine or a login, whose console is kept.</summary>
internal sealed class Machine : IDisposable
{
    private readonly StringWriter printed = new();

    public Machine() => World = new World(new ProcessRunner(), new DockerClient("no-docker"), new RegistryClient(new NoLogins()),
        ImmutableDictionary<string, string>.Empty, Terminal.Plain(printed)) { Engine = FakeEngine.Nowhere };

    public World World { get; }

    /// <summary>What was printed since the last time.</summary>
    public string[] Printed()
    {
        var lines = printed.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        printed.GetStringBuilder().Clear();
        return lines;
    }

    public void Dispose()
    {
        World.Registries.Dispose();
        printed.Dispose();
    }

    private sealed class NoLogins : ICredentialSource
    {
        public Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult<RegistryCredential?>(null);
    }
}
