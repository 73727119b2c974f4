using KegImages.Api;
using KegImages.Pruning;

namespace KegImages.Tests.Pruning;

/// <summary>What was removed can be put back.</summary>
public sealed class RestorationTests : PruningTests
{
    [Fact]
    public async Task What_is_kept_first_is_put_back_with_the_same_digests()
    {
        var digest = await SetAsync();

        var (_, outcome) = await PruneAsync(TimeSpan.Zero);

        outcome.Fates.ShouldAllBe(fate => fate.IsGone);
        Registry.TagOf("tap", "feature-x").ShouldBeNull();
        Registry.TagOf("tap", Content).ShouldBeNull();
        (await RecordAsync()).ShouldBeNull();
        var asked = Registry.Asked.ToList();
        asked.FindIndex(request => request.StartsWith("PUT /v2/keg/keg-family/manifests/removed.", StringComparison.Ordinal))
            .ShouldBeLessThan(asked.FindIndex(request => request == $"DELETE /v2/keg/tap/manifests/{digest}"), "kept before it goes");

        foreach (var (entry, place, reason) in await RestoreAsync(outcome.Id!))
        {
            reason.ShouldBeNull();
            (await new Restoration(Client, Store, Provider).PutBackAsync(entry, place, default)).ShouldBeNull();
        }

        Registry.TagOf("tap", "feature-x").ShouldBe(digest);
        Registry.TagOf("tap", Content).ShouldBe(digest);
        (await RecordAsync())!.Images.ShouldHaveSingleItem().Digest.ShouldBe(digest);
        (await RestoreAsync(outcome.Id!)).ShouldAllBe(place => place.Reason == Restoration.IsThere);
    }

    [Fact]
    public async Task A_tag_that_names_something_else_by_now_is_not_put_back()
    {
        await SetAsync();
        var (_, outcome) = await PruneAsync(TimeSpan.Zero);
        var newer = Registry.Add("tap", "feature-x", ("made", "since"));

        (await RestoreAsync(outcome.Id!)).Single(place =>
            place.Place.Tag?.ToString() == "feature-x"
                && place.Place.Name == "tap").Reason.ShouldBe($"it names {newer.Abbreviated} by now");
    }

    [Fact]
    public async Task Through_GitHub_s_packages_what_has_no_tag_is_seen_and_deleted_versions_are_brought_back()
    {
        var digest = await SetAsync();
        var untagged = Registry.Add("tap", null, ("never", "tagged"));
        using var gitHub = new FakeGitHub();
        gitHub.Add("tap", 1, digest, "feature-x", Content);
        gitHub.Add("tap", 2, untagged);
        gitHub.Add("keg-family", 3, Registry.TagOf("keg-family", "feature-x")!, "feature-x");
        var packages = new GitHubPackages(new GitHubApi(gitHub.Client, "a-token"));
        var facts = await ReadAsync(TimeSpan.Zero, with: packages);

        var outcome = await new Pruner(Client, packages, new PruneFactsReader(Client, packages)).CarryOutAsync(facts,
            PrunePlanner.Plan(facts), default);

        outcome.Fates.ShouldAllBe(fate => fate.IsGone);
        gitHub.Active("tap").ShouldBeEmpty();
        Registry.Count("^DELETE").ShouldBe(0);
        foreach (var (entry, place, _) in await RestoreAsync(outcome.Id!))
            await new Restoration(Client, packages, Provider).PutBackAsync(entry, place, default);
        gitHub.Active("tap").ShouldBe([untagged, digest], ignoreOrder: true);
    }
}
