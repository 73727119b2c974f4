using System.Collections.Immutable;
using KegImages.Git;
using KegImages.Images;
using KegImages.Publishing;
using KegImages.Pruning;
using KegImages.Registry;
using KegImages.Tests.Records;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pruning;

/// <summary>Plans that are carried out in a registry in this process, where things can be made to happen in between.</summary>
public sealed class PrunerTests : IDisposable
{
    private const string Content = "fp-00000000000000000000";

    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(), new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });
    private readonly IManifestStore store;

    public PrunerTests() => store = new RegistryManifests(client);

    [Fact]
    public async Task What_is_kept_first_is_put_back_with_the_same_digests()
    {
        var digest = await SetAsync();

        var (_, outcome) = await PruneAsync(TimeSpan.Zero);

        outcome.Fates.ShouldAllBe(fate => fate.IsGone);
        registry.TagOf("tap", "feature-x").ShouldBeNull();
        registry.TagOf("tap", Content).ShouldBeNull();
        (await RecordAsync()).ShouldBeNull();
        var asked = registry.Asked.ToList();
        asked.FindIndex(request => request.StartsWith("PUT /v2/keg/keg-family/manifests/removed.", StringComparison.Ordinal))
            .ShouldBeLessThan(asked.FindIndex(request => request == $"DELETE /v2/keg/tap/manifests/{digest}"), "kept before it goes");

        foreach (var (entry, place, reason) in await RestoreAsync(outcome.Id!))
        {
            reason.ShouldBeNull();
            (await new Restoration(client, store, Provider).PutBackAsync(entry, place, default)).ShouldBeNull();
        }

        registry.TagOf("tap", "feature-x").ShouldBe(digest);
        registry.TagOf("tap", Content).ShouldBe(digest);
        (await RecordAsync())!.Images.ShouldHaveSingleItem().Digest.ShouldBe(digest);
        (await RestoreAsync(outcome.Id!)).ShouldAllBe(place => place.Reason == Restoration.IsThere);
    }

    [Fact]
    public async Task A_tag_that_names_something_else_by_now_is_not_put_back()
    {
        await SetAsync();
        var (_, outcome) = await PruneAsync(TimeSpan.Zero);
        var newer = registry.Add("tap", "feature-x", ("made", "since"));

        (await RestoreAsync(outcome.Id!)).Single(place => place.Place.Tag?.ToString() == "feature-x" && place.Place.Name == "tap").Reason.ShouldBe($"it names {newer.Abbreviated} by now");
    }

    [Fact]
    public async Task What_is_tagged_between_plan_and_removal_stays()
    {
        var digest = await SetAsync();
        var facts = await ReadAsync(TimeSpan.Zero);
        var plan = PrunePlanner.Plan(facts);
        plan.Removals.Single(verdict => verdict.Repository.Name == "tap").Action.ShouldBe(PruneAction.RemoveManifest);
        // Another run finds the content, and names it.
        await client.CopyTagAsync(registry.Repository("tap").At(digest), Tag.Parse("develop"), default);

        var outcome = await new Pruner(client, store, new PruneFactsReader(client, store)).CarryOutAsync(facts, plan, default);

        outcome.Fates.Single(fate => fate.Verdict.Repository.Name == "tap").Reason.ShouldBe("it changed meanwhile, or something reaches it now");
        foreach (var tag in new[] { "develop", "feature-x", Content })
            registry.TagOf("tap", tag).ShouldBe(digest, tag);
        registry.Count($"^DELETE .*{digest}").ShouldBe(0);
    }

    [Fact]
    public async Task A_second_run_sees_how_long_nothing_reached_it()
    {
        var digest = await SetAsync();
        await PruneAsync(TimeSpan.FromDays(14));
        registry.TagOf("tap", Content).ShouldBe(digest);
        registry.TagOf("keg-family", "prune.unreached").ShouldNotBeNull();

        (await ReadAsync(TimeSpan.FromDays(14), Sets.Now + TimeSpan.FromDays(13))).Images.Single().Manifests[digest].UnreachedSince.ShouldBe(Sets.Now);
        await PruneAsync(TimeSpan.FromDays(14), Sets.Now + TimeSpan.FromDays(14));

        registry.TagOf("tap", Content).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_reached_again_begins_anew()
    {
        var digest = await SetAsync();
        await PruneAsync(TimeSpan.FromDays(14));
        await client.CopyTagAsync(registry.Repository("tap").At(digest), Tag.Parse("by-hand"), default);
        await PruneAsync(TimeSpan.FromDays(14), Sets.Now + TimeSpan.FromDays(1));

        (await ReadAsync(TimeSpan.FromDays(14))).Images.Single().Manifests[digest].UnreachedSince.ShouldBeNull();
    }

    [Fact]
    public async Task A_registry_that_deletes_nothing_is_not_written_to()
    {
        await SetAsync();
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "DELETE")
                return false;
            FakeRegistry.Answer(response, 405, """{"errors":[{"code":"UNSUPPORTED","message":"not here"}]}""");
            return true;
        };
        registry.Asked.Clear();

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain("nothing was removed");

        registry.Count("^(PUT|POST)").ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_quarantine_nothing_is_removed()
    {
        await SetAsync();
        registry.RefusesArtifacts = true;

        await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero));

        registry.Count("^DELETE .*/tap/").ShouldBe(0);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_ends_it()
    {
        await SetAsync();
        var json = """{"version":99,"tag":"develop","images":[]}"""u8.ToArray();
        registry.AddManifest("keg-family", "develop.0123456789ab", Artifact.Manifest(FamilyRecordStore.ArtifactType, json, inline: true, null), MediaTypes.OciManifest);

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain("keg-family:develop.0123456789ab: the family record has version 99");
    }

    [Fact]
    public async Task What_the_registry_lists_as_attached_keeps_its_image()
    {
        var digest = await SetAsync();
        registry.Instead = (request, response) =>
        {
            if (request.Url!.AbsolutePath != $"/v2/keg/tap/referrers/{digest}")
                return false;
            FakeRegistry.Answer(response, 200, $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{digest}}","size":3}]}""", MediaTypes.OciIndex);
            return true;
        };

        await PruneAsync(TimeSpan.Zero);

        registry.TagOf("tap", Content).ShouldBe(digest);
        registry.TagOf("tap", "feature-x").ShouldBeNull();
    }

    [Fact]
    public async Task Through_GitHub_s_packages_what_has_no_tag_is_seen_and_deleted_versions_are_brought_back()
    {
        var digest = await SetAsync();
        var untagged = registry.Add("tap", null, ("never", "tagged"));
        using var gitHub = new FakeGitHub();
        gitHub.Add("tap", 1, digest, "feature-x", Content);
        gitHub.Add("tap", 2, untagged);
        gitHub.Add("keg-family", 3, registry.TagOf("keg-family", "feature-x")!, "feature-x");
        var packages = new GitHubPackages(new GitHubApi(gitHub.Client, "a-token"));
        var facts = await ReadAsync(TimeSpan.Zero, with: packages);

        var outcome = await new Pruner(client, packages, new PruneFactsReader(client, packages)).CarryOutAsync(facts, PrunePlanner.Plan(facts), default);

        outcome.Fates.ShouldAllBe(fate => fate.IsGone);
        gitHub.Active("tap").ShouldBeEmpty();
        registry.Count("^DELETE").ShouldBe(0);
        foreach (var (entry, place, _) in await RestoreAsync(outcome.Id!))
            await new Restoration(client, packages, Provider).PutBackAsync(entry, place, default);
        gitHub.Active("tap").ShouldBe([untagged, digest], ignoreOrder: true);
    }

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    private Provider Provider => Provider.Parse($"{registry.Host}/keg");

    /// <summary>A set of a branch that is gone: one image under its tag and its content tag, and the record.</summary>
    private async Task<Digest> SetAsync()
    {
        var digest = registry.Add("tap", Content);
        await client.CopyTagAsync(registry.Repository("tap").At(digest), Tag.Parse("feature-x"), default);
        var inputs = await client.PutBlobAsync(FamilyRecordStore.RepositoryOf(Provider), "inputs"u8.ToArray(), default);
        var record = Sets.Record("feature-x", "feature/x", 'a', new RecordedImage { Name = Sets.Name("tap"), Digest = digest, Inputs = new KeptInputs(inputs, 6) }) with { Commit = null };
        await new FamilyRecordStore(client).PutAsync(Provider, record, [], default);
        return digest;
    }

    private async Task<FamilyRecord?> RecordAsync() => (await new FamilyRecordStore(client).GetAsync(Provider, Tag.Parse("feature-x"), default)).Record;

    private async Task<ImmutableArray<(RemovedManifest Removed, ImageReference Place, string? Reason)>> RestoreAsync(RemovalId id) =>
        await new Restoration(client, store, Provider).PlanAsync((await new Quarantine(client, Provider).GetAsync(id, default)).ShouldNotBeNull(), default);

    private Task<PruneFacts> ReadAsync(TimeSpan grace, DateTimeOffset? now = null, IManifestStore? with = null) => new PruneFactsReader(client, with ?? store).ReadAsync(
        new PruneFacts
        {
            Provider = Provider,
            Images = [],
            Family = new RepositoryFacts(FamilyRecordStore.RepositoryOf(Provider), [], ImmutableDictionary<Digest, ManifestFacts>.Empty),
            Records = ImmutableDictionary<Digest, FamilyRecord>.Empty,
            Live = new LiveBranches([BranchName.Parse("develop")], null, ""),
            Settings = Holding.Settings,
            Now = now ?? Sets.Now,
            Grace = grace,
        },
        [Sets.Name("tap")], default);

    private async Task<(PruneFacts Facts, PruneOutcome Outcome)> PruneAsync(TimeSpan grace, DateTimeOffset? now = null)
    {
        var facts = await ReadAsync(grace, now);
        return (facts, await new Pruner(client, store, new PruneFactsReader(client, store)).CarryOutAsync(facts, PrunePlanner.Plan(facts), default));
    }
}
