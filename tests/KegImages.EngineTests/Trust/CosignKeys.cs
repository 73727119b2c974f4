using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.Processes;

namespace KegImages.EngineTests.Trust;

/// <summary>A pair of keys of the real cosign, in a folder of their own, and the password of the private one.</summary>
public sealed class CosignKeys(EngineFixture engine) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-cosign-").FullName;

    /// <summary>The password, in no file of a family.</summary>
    public string Password { get; } = $"pass-{Guid.NewGuid():N}";

    public string Private => Path.Combine(folder, "cosign.key");

    public string Public => Path.Combine(folder, "cosign.pub");

    /// <summary>The public key of somebody else.</summary>
    public string Other => Path.Combine(folder, "other.pub");

    /// <summary>What keg.yml says of them.</summary>
    public string Settings => $"sign: {{ key: {Private}, publicKey: {Public} }}\n";

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is not null)
            return;
        await Task.WhenAll(MakeAsync("cosign"), MakeAsync("other"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task MakeAsync(string name) => (await new ProcessRunner().RunAsync(
        new Command(engine.Endpoint.Cosign!, "generate-key-pair", "--output-key-prefix", name)
        {
            WorkingDirectory = folder,
            Environment = engine.Endpoint.Environment.SetItem("COSIGN_PASSWORD", Password),
        }, null, null, CancellationToken.None)).OrThrow();
}
