using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.EngineTests.Workflows;
using KegImages.Planning;
using KegImages.Pruning;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Pipeline;

/// <summary>Layers that one job keeps in the registry and another one, on an engine that has nothing, takes over.</summary>
public sealed class LayerCacheTests(EngineFixture engine) : GitFamilyTests(engine)
{
    // What it writes is never the same twice: who has the same layer has not run it.
    private const string One = "FROM ghcr.io/example/keg-base:develop\nRUN cat /proc/sys/kernel/random/uuid > /made\nCOPY file /one\n";

    [EngineFact(Explicit = true)]
    public async Task A_job_on_an_empty_engine_takes_over_what_another_one_ran_and_what_is_broken_only_warns()
    {
        Family.Write("taps/one/Dockerfile", One);
        await Family.CommitAsync("runs something");
        await using var own = await OwnEngine.StartAsync(hasContainerdStore: true);

        // Nothing is kept yet, and that is no failure.
        (await PushAsync(own)).ShouldNotContain("cache");
        var develop = await LayersAsync("develop");
        Of(await Family.TagsAsync("one")).ShouldBe(["cache_develop"]);
        foreach (var copied in new[] { "keg-base", "tap" })
            Of(await Family.TagsAsync(copied)).ShouldBeEmpty("what only copies is copied again");

        // Another job, on a branch: its RUN is that of the default branch, and the rest its own.
        await own.EmptyAsync();
        await Family.GitAsync("switch", "--quiet", "--create", "feature/x");
        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("a file behind what is run");
        (await PushAsync(own)).ShouldNotContain("warning");
        var branch = await LayersAsync("feature-x");
        branch[..^1].ShouldBe(develop[..^1]);
        branch[^1].ShouldNotBe(develop[^1]);
        Of(await Family.TagsAsync("one")).ShouldBe(["cache_develop", "cache_feature-x"]);

        // A cache is no part of what is built: the same image comes of it and without it.
        var digest = await Family.DigestAsync("one", "feature-x");
        await PushAsync(own, LayerKeeping.Off);
        (await Family.DigestAsync("one", "feature-x")).ShouldBe(digest);
        await own.EmptyAsync();
        await PushAsync(own, LayerKeeping.Read);
        (await Family.DigestAsync("one", "feature-x")).ShouldBe(digest);

        // One that is broken.
        await own.EmptyAsync();
        foreach (var tag in new[] { "cache_feature-x", "cache_develop" })
            await BreakAsync(Family.Reference("one", tag));
        (await PushAsync(own)).ShouldContain("warning: importing cache manifest from ");
        (await LayersAsync("feature-x"))[^2].ShouldNotBe(develop[^2], "it was run again");
        (await PushAsync(own)).ShouldNotContain($"cache manifest from {Family.Reference("one", "cache_feature-x")}", Case.Sensitive,
            "what was broken is kept anew");

        // An engine with its classic store takes over, and says once that it keeps nothing.
        var before = await CacheAsync();
        var printed = await PushAsync(null);
        printed.Split("no layers are kept in the registry").Length.ShouldBe(2);
        (await CacheAsync()).ShouldBe(before);

        // The branch is gone.
        await PruneAsync("feature/x");
        Of(await Family.TagsAsync("one")).ShouldBe(["cache_develop"]);
    }

    private static IEnumerable<string> Of(IEnumerable<string> tags) =>
        tags.Where(tag => tag.StartsWith("cache_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private Task<Digest?> CacheAsync() => Family.DigestAsync("one", "cache_feature-x");

    // Everything is built again, and the engine of the fixture where no other is named.
    private async Task<string> PushAsync(OwnEngine? own, LayerKeeping layers = LayerKeeping.Write)
    {
        Family.Printed.GetStringBuilder().Clear();
        var world = Family.World;
        if (own is not null)
        {
            var docker = new DockerClient(own.Endpoint.DockerExecutable) { Environment = own.Endpoint.Environment,
                Host = own.Endpoint.DockerHost };
            world = world with { Docker = docker, Engine = EngineFixture.EngineOf(docker) };
        }

        var options = Family.Options with { Force = true, Layers = layers, Taps = ["one"], WithAncestors = true };
        var run = await options.OpenAsync(world, willBuild: true);
        await run.PlanAsync(CancellationToken.None);
        await Family.BuildAsync(run, options);
        await options.EndAsync(run.Publish);
        return Family.Printed.ToString();
    }

    private async Task<Digest[]> LayersAsync(string tag)
    {
        using var registries = new RegistryClient(new NoCredentials());
        return [.. (await registries.GetManifestAsync(Family.Reference("one", tag), CancellationToken.None)).ShouldNotBeNull()
            .Layers.Select(layer => layer.Digest)];
    }

    private static async Task BreakAsync(ImageReference reference)
    {
        using var registries = new RegistryClient(new NoCredentials());
        var digest = await registries.PutBlobAsync(reference, "no layers"u8.ToArray(), CancellationToken.None);
        await registries.PutManifestAsync(reference, System.Text.Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","layers":[],
            "config":{"mediaType":"{{MediaTypes.LayerCache}}","digest":"{{digest}}","size":9} }
            """), MediaTypes.OciManifest, CancellationToken.None);
    }

    private async Task PruneAsync(string branch)
    {
        var remote = Directory.CreateTempSubdirectory("keg remote ").FullName;
        try
        {
            await Family.GitAsync("init", "--quiet", "--bare", remote);
            await Family.GitAsync("remote", "add", "origin", remote);
            await Family.GitAsync("push", "--quiet", "origin", "develop");
            await Family.Options.PruneAsync(new PruneOptions { Branch = branch }, Family.World);
        }
        finally
        {
            TestRepository.Delete(remote);
        }
    }
}
