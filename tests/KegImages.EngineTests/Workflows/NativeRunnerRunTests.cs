using KegImages.EngineTests.Building;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Planning;
using KegImages.Processes;
using KegImages.References;
using KegImages.Registry;
using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>Whole runs of a family whose platforms have runners of their own: each is a BuildKit of its own here, which pushes by
/// digest.</summary>
public sealed class NativeRunnerRunTests(EngineFixture engine, RemoteBuilders builders, ITestOutputHelper output)
    : WorkflowFamily(engine, output), IClassFixture<RemoteBuilders>
{
    [EngineFact(Explicit = true)]
    public async Task Each_platform_is_built_by_its_own_runner_and_joined_before_the_next_level_and_a_red_one_publishes_nothing()
    {
        Equip();
        var keg = await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"));
        Family.Write("keg.yml", $"{keg.TrimEnd()}\nplatforms: [linux/amd64, linux/arm64]\n"
            + "runners: { linux/arm64: ubuntu-24.04-arm }\nworkflows: { cache: on }\n");
        Family.Write("images/base/Dockerfile", "FROM scratch\nCOPY file /base\n");
        Family.Write("images/tap/Dockerfile", "FROM ghcr.io/example/keg-base:develop\nCOPY file /tap\n");
        // What it runs is never the same twice: who has the same layer has not run it.
        Family.Write("taps/one/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM --platform=$BUILDPLATFORM $KEG_NODE_IMAGE AS made\n"
            + "RUN cat /proc/sys/kernel/random/uuid > /made\nFROM ghcr.io/example/tap:develop\nCOPY --from=made /made /made\n"
            + "COPY file /one\n");
        Family.Write("taps/one/test.yaml",
            "schemaVersion: 2.0.0\nmetadataTest:\n  labels:\n    - { key: org.opencontainers.image.title, value: one }\n");
        // A file for one platform alone.
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\nARG TARGETARCH\nCOPY for-$TARGETARCH /two\n");
        Family.Write("taps/two/for-amd64", "amd64");
        await Family.CommitAsync("two platforms, one of them red");
        using var red = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")), _ => Task.CompletedTask);

        var endings = await red.RunAsync();

        Print();
        Endings(endings).ShouldBe(["Plan: success", "Program for arm64: success", "Build keg-base for linux/amd64: success",
            "Build keg-base for linux/arm64: success", "Join level 1: success", "Build tap for linux/amd64: success",
            "Build tap for linux/arm64: success", "Join level 2: success", "Build one for linux/amd64: success",
            "Build two for linux/amd64: success", "Build one for linux/arm64: success", "Build two for linux/arm64: failure",
            "images: failure"]);
        // What its tests said of a part is kept by its digest.
        (await TagsAsync()).Select(tag => tag.Split('@')[0]).Where(tag => !tag.Contains(":test-", StringComparison.Ordinal)
            && !tag.Contains(":cache.", StringComparison.Ordinal)).ShouldAllBe(
            tag => tag.StartsWith("keg-base:fp-", StringComparison.Ordinal) || tag.StartsWith("tap:fp-", StringComparison.Ordinal),
            "what is not whole has no tag");

        // Each part keeps its own layers, and takes them over where its builder has none any more.
        var layers = await LayersAsync();
        foreach (var name in new[] { "keg-base", "tap", "two" })
            (await Family.TagsAsync(name)).ShouldAllBe(tag => !tag.StartsWith("cache", StringComparison.Ordinal), "what only copies");
        foreach (var builder in new[] { "far1", "far2" })
            (await new ProcessRunner().RunAsync(builders.Docker.Command("buildx", "prune", "--builder", builder, "--all", "--force"), null,
                null, CancellationToken.None)).OrThrow();
        Family.Write("taps/two/for-arm64", "arm64");
        await Family.CommitAsync("mended");
        using var green = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")),
            _ => Task.CompletedTask);
        var mended = await green.RunAsync();

        Print();
        Endings(mended).ShouldBe(["Plan: success", "Program for arm64: success", "Build one for linux/amd64: success",
            "Build two for linux/amd64: success", "Build one for linux/arm64: success", "Build two for linux/arm64: success",
            "Join level 3: success", "Publish: success", "images: success"]);
        mended.Where(ending => ending.Name.EndsWith("arm64", StringComparison.Ordinal))
            .ShouldAllBe(ending => ending.RunsOn.Contains("ubuntu-24.04-arm"));
        mended.Where(ending => !ending.Name.EndsWith("arm64", StringComparison.Ordinal))
            .ShouldAllBe(ending => ending.RunsOn == "ubuntu-24.04");
        layers.ShouldNotBeEmpty();
        layers.ShouldBeSubsetOf(await LayersAsync());
        await ReadBackAsync("keg-base", "tap", "one", "two");
        (await Family.RecordAsync("develop")).Find(ImageName.Parse("two"))!.LastBuild.ShouldNotBeNull();

        // A job that is run again alone finds what was joined, and builds nothing.
        var joined = await Family.DigestAsync("one", "develop");
        Endings(await green.RerunAsync("level-3"))[^2..].ShouldBe(["Publish: success", "images: success"]);
        (await Family.DigestAsync("one", "develop")).ShouldBe(joined);

        // Without any cache each job builds its own images once more, on what those before it joined.
        Runner.Printed.Clear();
        using var anew = await StartAsync(WorkflowKind.Images, GitHubEvent.Dispatch("develop", await ShaAsync("HEAD"),
            ("NoCache", "true")), _ => Task.CompletedTask, new WorkflowInput("NoCache", false));
        var again = await anew.RunAsync();

        Print();
        Endings(again).ShouldBe(["Plan: success", "Program for arm64: success", "Build keg-base for linux/amd64: success",
            "Build keg-base for linux/arm64: success", "Join level 1: success", "Build tap for linux/amd64: success",
            "Build tap for linux/arm64: success", "Join level 2: success", "Build one for linux/amd64: success",
            "Build two for linux/amd64: success", "Build one for linux/arm64: success", "Build two for linux/arm64: success",
            "Join level 3: success", "Publish: success", "images: success"]);
        await ReadBackAsync("keg-base", "tap", "one", "two");
    }

    // The index names both platforms, sorted, and each of its images stands on the parent's index.
    private async Task ReadBackAsync(params string[] names)
    {
        using var registries = new RegistryClient(new NoCredentials());
        foreach (var name in names)
        {
            var reference = Family.Reference(name, "develop");
            var manifest = (await registries.GetManifestAsync(reference, CancellationToken.None)).ShouldNotBeNull();
            manifest.IsIndex.ShouldBeTrue(name);
            var configs = await Task.WhenAll(manifest.Images.Select(child =>
                registries.GetImageConfigAsync(reference.At(child), CancellationToken.None)));
            configs.Select(config => config!.Platform).ShouldBe(["linux/amd64", "linux/arm64"], name);
            var parent = name switch { "keg-base" => null, "tap" => "keg-base", _ => "tap" };
            foreach (var config in configs)
                config!.Labels[ImageLabels.Parents].ShouldBe(parent is null ? ""
                    : $"{parent}@{await Family.DigestAsync(parent, "develop")}");
        }
    }

    // What the parts of the image that runs something keep.
    private async Task<List<Digest>> LayersAsync()
    {
        using var registries = new RegistryClient(new NoCredentials());
        var all = new List<Digest>();
        foreach (var part in new[] { "cache.linux-amd64_develop", "cache.linux-arm64_develop" })
        {
            var kept = (await registries.GetManifestAsync(Family.Reference("one", part), CancellationToken.None)).ShouldNotBeNull(part);
            kept.IsLayerCache.ShouldBeTrue();
            all.AddRange(kept.Layers.Select(layer => layer.Digest));
        }

        return all;
    }

    // The runner of arm64 is another BuildKit than the usual one.
    private void Equip() => Runner.Jobs.Equip = name => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>
    {
        ["BUILDX_CONFIG"] = builders.Docker.Environment["BUILDX_CONFIG"]!,
        ["BUILDX_BUILDER"] = name.Contains("arm64", StringComparison.Ordinal) ? "far2" : "far1",
    });

    private void Print()
    {
        foreach (var text in Runner.Printed)
            Output.WriteLine(text);
        Runner.Printed.Clear();
    }
}
