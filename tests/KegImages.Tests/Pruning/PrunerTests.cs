using KegImages.Pruning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Tests.Records;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pruning;

/// <summary>Nothing is removed that may still be wanted, and the time that nothing reached it is counted from run to run.</summary>
public sealed class PrunerTests : PruningTests
{
    [Fact]
    public async Task What_is_tagged_between_plan_and_removal_stays()
    {
        var digest = await SetAsync();
        var facts = await ReadAsync(TimeSpan.Zero);
        var plan = PrunePlanner.Plan(facts);
        plan.Removals.Single(verdict => verdict.Repository.Name == "tap").Action.ShouldBe(PruneAction.RemoveManifest);
        // Another run finds the content, and names it.
        await Client.CopyTagAsync(Registry.Repository("tap").At(digest), Tag.Parse("develop"), default);

        var outcome = await new Pruner(Client, Store, new PruneFactsReader(Client, Store)).CarryOutAsync(facts, plan, default);

        outcome.Fates.Single(fate =>
            fate.Verdict.Repository.Name == "tap").Reason.ShouldBe("it changed meanwhile, or something reaches it now");
        foreach (var tag in new[] { "develop", "feature-x", Content })
            Registry.TagOf("tap", tag).ShouldBe(digest, tag);
        Registry.Count($"^DELETE .*{digest}").ShouldBe(0);
    }

    [Fact]
    public async Task The_record_of_a_branch_stays_as_long_as_an_image_under_its_tag()
    {
        await SetAsync();
        var facts = await ReadAsync(TimeSpan.Zero);
        var plan = PrunePlanner.Plan(facts);
        Registry.Instead = (request, response) =>
        {
            if (!request.Url!.AbsolutePath.StartsWith("/v2/keg/tap/tags/list", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 400);
            return true;
        };

        var outcome = await new Pruner(Client, Store, new PruneFactsReader(Client, Store)).CarryOutAsync(facts, plan, default);

        outcome.Fates.Single(fate => fate.Verdict.Repository.Name == "keg-family" && fate.Verdict.Tags.Contains(Tag.Parse("feature-x")))
            .Reason.ShouldNotBeNull().ShouldContain("is still there, and this says whose it is");
        Registry.TagOf("tap", "feature-x").ShouldNotBeNull();
        Registry.TagOf("keg-family", "feature-x").ShouldNotBeNull();

        // When it can be looked at again, both go.
        Registry.Instead = null;
        await PruneAsync(TimeSpan.Zero);
        Registry.TagOf("tap", "feature-x").ShouldBeNull();
        Registry.TagOf("keg-family", "feature-x").ShouldBeNull();
    }

    [Fact]
    public async Task A_registry_that_deletes_nothing_is_not_written_to()
    {
        await SetAsync();
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "DELETE")
                return false;
            FakeRegistry.Answer(response, 405, """{"errors":[{"code":"UNSUPPORTED","message":"not here"}]}""");
            return true;
        };
        Registry.Asked.Clear();

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain("nothing was removed");

        Registry.Count("^(PUT|POST)").ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_quarantine_nothing_is_removed()
    {
        await SetAsync();
        Registry.RefusesArtifacts = true;

        await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero));

        Registry.Count("^DELETE .*/tap/").ShouldBe(0);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_ends_it()
    {
        await SetAsync();
        var json = """{"version":99,"tag":"develop","images":[]}"""u8.ToArray();
        Registry.AddManifest("keg-family", "develop.0123456789ab",
            Artifact.Manifest(FamilyRecordStore.ArtifactType, json, inline: true, null), MediaTypes.OciManifest);

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain(
            $"the family record {Registry.Host}/keg/keg-family:develop.0123456789ab has version 99, and this program reads version 1; it "
                + "is not known what it names, and nothing is removed");
    }

    [Fact]
    public async Task What_the_registry_lists_as_attached_keeps_its_image()
    {
        var digest = await SetAsync();
        Registry.Instead = (request, response) =>
        {
            if (request.Url!.AbsolutePath != $"/v2/keg/tap/referrers/{digest}")
                return false;
            FakeRegistry.Answer(response, 200,
                $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{digest}}","size":3}]}""",
                    MediaTypes.OciIndex);
            return true;
        };

        await PruneAsync(TimeSpan.Zero);

        Registry.TagOf("tap", Content).ShouldBe(digest);
        Registry.TagOf("tap", "feature-x").ShouldBeNull();
    }

    [Fact]
    public async Task A_second_run_sees_how_long_nothing_reached_it()
    {
        var digest = await SetAsync();
        await PruneAsync(TimeSpan.FromDays(14));
        Registry.TagOf("tap", Content).ShouldBe(digest);
        Registry.TagOf("keg-family", "prune.unreached").ShouldNotBeNull();

        (await ReadAsync(TimeSpan.FromDays(14), Sets.Now
            + TimeSpan.FromDays(13))).Images.Single().Manifests[digest].UnreachedSince.ShouldBe(Sets.Now);
        await PruneAsync(TimeSpan.FromDays(14), Sets.Now + TimeSpan.FromDays(14));

        Registry.TagOf("tap", Content).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_reached_again_begins_anew()
    {
        var digest = await SetAsync();
        await PruneAsync(TimeSpan.FromDays(14));
        await Client.CopyTagAsync(Registry.Repository("tap").At(digest), Tag.Parse("by-hand"), default);
        await PruneAsync(TimeSpan.FromDays(14), Sets.Now + TimeSpan.FromDays(1));

        (await ReadAsync(TimeSpan.FromDays(14))).Images.Single().Manifests[digest].UnreachedSince.ShouldBeNull();
    }
}
