using System.Collections.Immutable;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Records;
using KegImages.Pruning;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Pruning;

/// <summary>
/// Tests that prune a real registry for a clone with a remote, judged by digests and by what its access log says was asked.
/// </summary>
public abstract class PrunedCloneTests(EngineFixture engine) : IAsyncLifetime
{
    private PublishedClone? made;

    private protected EngineFixture Engine => engine;

    private protected PublishedClone Clone => made!;

    /// <summary>The folder of the remote repository, which has no branch yet.</summary>
    private protected string Remote { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (EngineFixture.WhySkipped is not null)
            return;
        made = await PublishedClone.CreateAsync(engine);
        made.Write(".gitignore", ".nuke/\noutput/\n");
        await made.CommitAsync("What is not kept");
        Remote = Directory.CreateTempSubdirectory("keg remote ").FullName;
        await Clone.GitAsync("init", "--quiet", "--bare", Remote);
        await Clone.GitAsync("remote", "add", "origin", Remote);
    }

    public async Task DisposeAsync()
    {
        if (made is null)
            return;
        await made.DisposeAsync();
        TestRepository.Delete(Remote);
    }

    private protected async Task<ImmutableDictionary<string, Digest>> BranchAsync(string branch, string tap)
    {
        await Clone.GitAsync("checkout", "--quiet", "-b", branch, "develop");
        Clone.Write("tap/file", tap);
        await Clone.CommitAsync($"On {branch}");
        return await Clone.PushAsync(branch.Replace('/', '-'));
    }

    private protected async Task RemoteAsync(params string[] branches) => await Clone.GitAsync(["push", "--quiet", "origin", .. branches]);

    private protected Task<Ran> PruneAsync(PruneOptions? asked = null, bool dryRun = false, TimeSpan later = default) => Clone.RunAsync(
        (options, world) => options.PruneAsync(asked ?? new PruneOptions(), world with { Clock = new Later(later) }), dryRun);

    private protected async Task<IEnumerable<RemovalId>> IdsAsync()
    {
        using var registries = new RegistryClient(new Registry.NoCredentials());
        return (await new Quarantine(registries, Clone.Provider).ListAsync(default)).Reverse();
    }

    /// <summary>Every tag of the namespace with its digest, in order.</summary>
    private protected async Task<List<string>> AllAsync()
    {
        using var registries = new RegistryClient(new Registry.NoCredentials());
        var all = new List<string>();
        foreach (var name in new[] { "base", "tap", "keg-family" })
        {
            var repository = Clone.Provider.Of(ImageName.Parse(name));
            foreach (var tag in (await registries.ListTagsAsync(repository, default)).Seen)
                all.Add($"{name}:{tag}@{(await registries.HeadAsync(repository.With(tag), default))?.Digest}");
        }

        return all;
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
