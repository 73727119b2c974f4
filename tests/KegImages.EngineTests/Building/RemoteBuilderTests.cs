using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using KegImages.Attesting;
using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.EngineTests.Registry;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Processes;
using KegImages.Records;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Building;

/// <summary>Families on real BuildKits that are not the engine of this machine.</summary>
public sealed class RemoteBuilderTests(EngineFixture engine, RemoteBuilders builders) : IClassFixture<RemoteBuilders>, IDisposable
{
    private readonly RegistryClient registries = new(new NoCredentials());
    private readonly ConcurrentQueue<BuildEvent> events = [];
    private readonly string temporary = Directory.CreateTempSubdirectory("keg-engine-pool-").FullName;

    public void Dispose()
    {
        registries.Dispose();
        Directory.Delete(temporary, recursive: true);
    }

    [EngineFact]
    public async Task A_builder_that_dies_while_three_build_a_family_costs_no_image()
    {
        using var folder = new FamilyFolder(engine.NewNamespace());
        BuildStep[] steps = [folder.Step("base", "FROM scratch\nCOPY salt /\n"), .. Enumerable.Range(0, 8).Select(number =>
            folder.Step($"leaf{number}", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\nCOPY f /\n", $"{number}", folder.Parent("base")))];
        var died = builders.Of("far2");
        try
        {
            string? given = null;
            var result = await RunAsync(folder, steps, parallel: 1, happened =>
            {
                if (happened is ImageStarted { Builder: "far2" })
                    given ??= $"{happened.Image}";
                // It is in the middle of that image then.
                else if (happened is ImageProgressed { Event: VertexChanged { Vertex.Started: not null } } && $"{happened.Image}" == given)
                    died.Cut();
            });

            result.IsGreen.ShouldBeTrue(Said(result));
            events.OfType<ImageProgressed>().Select(happened => happened.Event).OfType<VertexWarned>().Select(warned => warned.Text)
                .ShouldContain(text => text.StartsWith("the builder 'far2' died, and the builder 'far", StringComparison.Ordinal));
            foreach (var built in result.Built)
                (await registries.HeadAsync(built.Pinned, CancellationToken.None)).ShouldNotBeNull($"{built.Name}");
        }
        finally
        {
            died.ComeBack();
        }
    }

    [EngineFact]
    public async Task Two_platforms_are_built_by_two_builders_and_are_one_image()
    {
        using var family = await FamilyAsync();
        family.Write("keg.yml", await File.ReadAllTextAsync(Path.Combine(family.Root, "keg.yml")) + """

            platforms: [linux/arm64, linux/amd64]
            builders:
              - { name: far1, platforms: [linux/amd64] }
              - { name: far2, slots: 2, platforms: [linux/arm64] }
            """);
        await family.CommitAsync("two platforms");

        await family.PushAsync(family.Options with { Builder = "far1,far2" });

        var digest = (await family.DigestAsync("one", "develop")).ShouldNotBeNull();
        var manifest = (await registries.GetManifestAsync(family.Reference("one", "develop"), CancellationToken.None)).ShouldNotBeNull();
        manifest.IsIndex.ShouldBeTrue();
        var configs = await Task.WhenAll(manifest.Images.Select(child =>
            registries.GetImageConfigAsync(family.Reference("one", "develop").At(child), CancellationToken.None)));
        configs.Select(config => config!.Platform).ShouldBe(["linux/amd64", "linux/arm64"]);
        configs.ShouldAllBe(config => config!.Labels[ImageLabels.Parents].StartsWith("tap@sha256:", StringComparison.Ordinal));
        (await family.RecordAsync("develop")).Find(ImageName.Parse("one"))!.Digest.ShouldBe(digest);

        await (await RecordCommands.OpenAsync(family.Options.At(family.World), family.Options.Selection, CancellationToken.None))
            .StatusAsync(CancellationToken.None);
        var status = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(family.Root, "output", "status.json")))!;
        var one = status["images"]!.AsArray().Single(image => (string?)image!["image"] == "one")!["platforms"]!.AsArray();
        one.Select(platform => ((string?)platform!["platform"], (string?)platform["digest"], (string?)platform["state"]))
            .ShouldBe(manifest.Images.Zip(["linux/amd64", "linux/arm64"], (child, platform) =>
                ((string?)platform, (string?)child.ToString(), (string?)"there")));

        // The same by one builder that is given both is found, and nothing is built.
        await family.PushAsync(family.Options with { Builder = "far3" });
        family.Builds.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task What_builders_elsewhere_cannot_do_is_said_before_anything_is_built()
    {
        using var family = await FamilyAsync();

        var unpushed = await RefusedAsync(family.Options with { Push = false, Builder = "far1" });
        unpushed.ShouldContain("what the builder 'far1' (remote, linux/amd64) builds does not reach this machine's engine");
        unpushed.ShouldContain("--push --content-only");
        (await RefusedAsync(family.Options with { Builder = "far1,nowhere" })).ShouldStartWith("there is no builder 'nowhere'");
        var several = await File.ReadAllTextAsync(Path.Combine(family.Root, "keg.yml")) + "\nplatforms: [linux/amd64, linux/arm64]\n";
        family.Write("keg.yml", several);
        (await RefusedAsync(family.Options with { Builder = "default" }))
            .ShouldStartWith("the builder 'default' builds for one platform at a time");
        family.Builds.ShouldBeEmpty();

        async Task<string> RefusedAsync(RunOptions options)
        {
            var run = await family.OpenAsync(options);
            return (await Should.ThrowAsync<Exception>(() => run.PlanAsync(CancellationToken.None))).Message;
        }
    }

    [EngineFact]
    public async Task A_builder_that_is_in_use_by_a_variable_is_the_one_that_an_option_names()
    {
        using var family = await FamilyAsync();
        family.Docker = builders.Docker with { Environment = builders.Docker.Environment.SetItem("BUILDX_BUILDER", "far1") };

        await family.PushAsync();

        (await family.RecordAsync("develop")).Find(ImageName.Parse("one"))!.LastBuild!.Builder.ShouldBe("far1");
    }

    [EngineFact]
    public async Task A_registry_that_a_builder_elsewhere_does_not_reach_is_named_by_what_BuildKit_says()
    {
        var judged = new JudgedBuilder(new BuilderEntry("far1"), new BuilderInspection("remote", "tcp://far", "linux/amd64", false));
        var reach = new RegistryReach(new ProcessRunner(), builders.Docker);

        (await reach.AskAsync(judged, ImageReference.Parse($"{engine.NewNamespace()}/tap"), CancellationToken.None)).ShouldBeNull();
        (await reach.AskAsync(judged, ImageReference.Parse("127.0.0.1:1/nobody/tap"), CancellationToken.None)).ShouldNotBeNull().Message
            .ShouldStartWith("the builder 'far1' does not reach 127.0.0.1:1: ");
    }

    [EngineFact]
    public async Task What_is_attested_is_about_the_image_and_names_the_digests_that_it_was_built_on()
    {
        using var family = await FamilyAsync();
        var generator = await GeneratorAsync();
        var plain = await File.ReadAllTextAsync(Path.Combine(family.Root, "keg.yml"));
        family.Write("keg.yml", $"{plain}\nattest: {{ provenance: max, sbom: true, generator: '{generator}' }}\n");
        await family.CommitAsync("attest");
        // An engine with the classic store is refused before anything is built.
        var classic = await family.OpenAsync(family.Options with { Builder = "default" });
        (await Should.ThrowAsync<WrongUseException>(() => classic.PlanAsync(CancellationToken.None))).Message
            .ShouldStartWith("the builder 'default' cannot attest what it builds");

        await family.PushAsync(family.Options with { Builder = "far1" });

        var record = await family.RecordAsync("develop");
        var (tap, one) = (record.Find(ImageName.Parse("tap"))!, record.Find(ImageName.Parse("one"))!);
        var manifest = (await registries.GetManifestAsync(family.Reference("one", "develop"), CancellationToken.None)).ShouldNotBeNull();
        manifest.IsAttested.ShouldBeTrue();
        manifest.Manifests.ShouldAllBe(child => child.MediaType == MediaTypes.OciManifest);
        var check = new AttestationCheck(registries);
        var wanted = new Attestations("max", generator);
        one.Parents.ShouldHaveSingleItem().Digest.ShouldBe(tap.Digest);
        (await ProblemsAsync(one.Parents)).ShouldBeEmpty();
        // Another parent than the one that it was built on is not among its materials.
        (await ProblemsAsync([one.Parents[0].At(one.Digest)])).ShouldHaveSingleItem().ShouldContain("its provenance does not name that");

        await family.PushAsync(family.Options with { Builder = "far1" });
        family.Builds.ShouldBeEmpty();
        // What says less is another image: it is built, and not taken for this one.
        family.Write("keg.yml", plain);
        await family.CommitAsync("attest nothing");
        await family.PushAsync(family.Options with { Builder = "far1" });
        family.Builds.ShouldContain("one");
        (await registries.GetManifestAsync(family.Reference("one", "develop"), CancellationToken.None))!.IsIndex.ShouldBeFalse();

        async Task<ImmutableArray<string>> ProblemsAsync(IEnumerable<ImageReference> parents) => await check.ProblemsAsync(
            family.Reference("one", "develop").At(one.Digest), null, wanted, parents, CancellationToken.None);
    }

    // What BuildKit runs to list the packages, by its own protocol: it is told where to look, and where to write.
    private async Task<ImageReference> GeneratorAsync()
    {
        using var folder = new FamilyFolder(engine.NewNamespace());
        const string Script = "echo '{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"predicateType\":\"https://spdx.dev/Document\","
            + "\"predicate\":{\"SPDXID\":\"SPDXRef-DOCUMENT\"}}' > $BUILDKIT_SCAN_DESTINATION/packages.spdx.json";
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "scan"), $"#!/bin/sh\n{Script}\n");
        var step = folder.Step("scanner", $"FROM {engine.Endpoint.RootImage}\nCOPY --chmod=755 scan /scan\nENTRYPOINT [\"/scan\"]\n");
        File.Copy(Path.Combine(folder.Path, "scan"), Path.Combine(step.Image.ContextPath, "scan"));
        var result = await RunAsync(folder, [step], parallel: 1, _ => { }, ["far1"]);
        return result.Built.ShouldHaveSingleItem().Pinned;
    }

    // An image of a waiting step and a few bytes: what is measured is who waits for whom, on a machine of few processors.
    [EngineFact(Explicit = true)]
    public async Task Fifty_images_that_wait_are_built_by_three_builders_in_a_third_of_the_time()
    {
        using var folder = new FamilyFolder(engine.NewNamespace());
        var one = await MeasureAsync("one builder, 4 at once", Names(1), null);
        var three = await MeasureAsync("three builders, 4 at once each", Names(3), null);
        await MeasureAsync("three builders, one killed on its way", Names(3), "far3");
        TestContext.Current.SendDiagnosticMessage("one to three: {0:0.00}", one / three);
        (one / three).ShouldBeGreaterThan(1.5);

        static string[] Names(int count) => [.. RemoteBuilders.Names.Take(count)];

        async Task<double> MeasureAsync(string what, string[] names, string? killed)
        {
            using var family = new FamilyFolder(engine.NewNamespace());
            BuildStep[] steps = [family.Step("base", $"FROM {engine.Endpoint.RootImage}\nCOPY salt /\n"), .. Enumerable.Range(0, 49)
                .Select(number => family.Step($"leaf{number}", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\nCOPY f /\nRUN sleep 3\n",
                    $"{number}", family.Parent("base")))];
            var begun = 0;
            var watch = Stopwatch.StartNew();
            var result = await RunAsync(family, steps, parallel: 4, happened =>
            {
                if (killed is not null && happened is ImageStarted && Interlocked.Increment(ref begun) == 20)
                    builders.Of(killed).Cut();
            }, names);
            if (killed is not null)
                builders.Of(killed).ComeBack();
            result.IsGreen.ShouldBeTrue(Said(result));
            var path = family.Reference("base", "x").Repository.Split('/')[0];
            var requests = await engine.RequestsOfAsync(path);
            Console.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:0.0} s, {requests.Length} requests, "
                + string.Join(", ", result.Built.GroupBy(built => built.Builder).Select(group => $"{group.Key} {group.Count()}")));
            return watch.Elapsed.TotalSeconds;
        }
    }

    private async Task<FamilyState> RunAsync(FamilyFolder folder, BuildStep[] steps, int parallel, Action<BuildEvent> seen,
        string[]? names = null)
    {
        using var api = engine.Api();
        var run = new PlannedBuilds(new ProcessRunner(), builders.Docker, api, folder.Path, temporary,
            async (reference, token) => (await registries.HeadAsync(reference, token))?.Digest, happened =>
        {
            events.Enqueue(happened);
            seen(happened);
        }) { Pool = [.. (names ?? [.. RemoteBuilders.Names]).Select(name => new PoolBuilder(name, parallel))] };
        return await run.RunAsync(new BuildPlan { Images = [.. steps.Select(step => new Planned(step))], Push = true },
            CancellationToken.None);
    }

    // Nothing in it runs, so that it can be built for any platform and needs no base from elsewhere.
    private async Task<GitFamily> FamilyAsync()
    {
        var family = await GitFamily.CreateAsync(engine);
        family.Docker = builders.Docker;
        family.Write("images/base/Dockerfile", "FROM scratch\nCOPY file /base\n");
        family.Write("images/tap/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /tap\n");
        family.Write("taps/one/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/tap:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /one\n");
        // What an earlier test built is in the builders' caches.
        family.Write("taps/one/file", $"{Guid.NewGuid()}");
        await family.CommitAsync("nothing runs");
        return family;
    }

    private static string Said(FamilyState result) =>
        string.Join('\n', result.Failed
            .Select(outcome => $"{outcome.Name}: {outcome.Failure.Message}: {string.Join('\n', outcome.Failure.Log)}")
            .Concat(result.NotStarted.Select(outcome => $"{outcome.Lost}")));
}
