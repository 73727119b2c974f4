using System.Text.Json;
using KegImages.EngineTests.Engine;
using KegImages.Pruning;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Pruning;

/// <summary>Content goes when nothing reaches it, and can be put back.</summary>
public sealed class PruneContentTests(EngineFixture engine) : PrunedCloneTests(engine)
{
    [EngineFact]
    public async Task Content_that_nothing_reaches_goes_after_its_time_and_is_put_back_with_the_same_digests()
    {
        var develop = await Clone.PushAsync("develop");
        var gone = await BranchAsync("feature/gone", "tap of the gone");
        await RemoteAsync("develop");
        var whole = await AllAsync();
        var content = whole.Where(tag =>
            tag.StartsWith("tap:fp-", StringComparison.Ordinal)
                && tag.EndsWith(gone["tap"].ToString(), StringComparison.Ordinal)).ShouldHaveSingleItem();

        // The branch's tags go at once, the record of its commit when that is old. Then its content is seen to be unreached, and stays: a
        // run may be about to name it.
        (await PruneAsync()).Error.ShouldBeNull();
        (await PruneAsync(later: TimeSpan.FromDays(13))).Output.ShouldContain("nothing to remove");
        (await PruneAsync(later: TimeSpan.FromDays(15))).Output.ShouldContain("an old record of 'feature-gone', which is gone");
        (await PruneAsync(later: TimeSpan.FromDays(28))).Output.ShouldContain("nothing to remove");
        (await AllAsync()).ShouldContain(content);

        var ran = await PruneAsync(later: TimeSpan.FromDays(30));

        ran.Error.ShouldBeNull();
        var after = await AllAsync();
        after.ShouldNotContain(tag => tag.StartsWith(content.Split('@')[0], StringComparison.Ordinal));
        after.Where(tag => tag.EndsWith($"@{develop["tap"]}", StringComparison.Ordinal)).Count()
            .ShouldBe(3, "develop, master and its content tag");
        (await Clone.DigestsAsync("develop")).ShouldBe(develop, ignoreOrder: true);
        ran.Requests.ShouldContain($"DELETE tap/manifests/{gone["tap"]}");

        // All prunes are taken back, the first one first, and the registry is as it was.
        foreach (var id in await IdsAsync())
            (await PruneAsync(new PruneOptions { Restore = id.ToString() })).Error.ShouldBeNull();
        var ours = (await AllAsync()).Where(tag =>
            !tag.StartsWith("keg-family:removed.", StringComparison.Ordinal)
                && !tag.StartsWith("keg-family:prune.", StringComparison.Ordinal));
        ours.ShouldBe(whole);
        await Engine.DockerAsync("pull", "--quiet", $"{Clone.Provider}/tap@{gone["tap"]}");
    }

    [EngineFact]
    public async Task Everything_at_once_leaves_what_a_live_set_and_a_kept_commit_need()
    {
        var first = await Clone.PushAsync("develop");
        var commit = await Clone.GitAsync("rev-parse", "HEAD");
        Clone.Write("base/file", "base again");
        await Clone.CommitAsync("Again");
        var second = await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        await Clone.GitAsync("checkout", "--quiet", "develop");
        await RemoteAsync("develop");

        (await PruneAsync(new PruneOptions { OlderThan = "0h" })).Error.ShouldBeNull();

        (await Clone.DigestsAsync("develop")).ShouldBe(second, ignoreOrder: true);
        (await Clone.RunAsync(run => run.RestoreAsync(commit, default))).Error.ShouldBeNull();
        (await Clone.DigestsAsync("develop")).ShouldBe(first, ignoreOrder: true);
        (await PruneAsync(new PruneOptions { OlderThan = "0h" })).Output.ShouldContain("nothing to remove");
        // It was put back by hand, and stays there until it is moved by hand; nothing has to be built again for that.
        (await Clone.PushAsync("develop")).ShouldBe(first, ignoreOrder: true);
        (await Clone.PushByHandAsync("develop")).ShouldBe(second, ignoreOrder: true);
    }

    [EngineFact]
    public async Task An_index_takes_its_children_along_and_never_one_that_another_index_lists()
    {
        var develop = await Clone.PushAsync("develop");
        await RemoteAsync("develop");
        using var registries = new RegistryClient(new Registry.NoCredentials());
        var repository = Clone.Provider.Of(ImageName.Parse("tap"));
        var shared = await Registry.HandMadeImage.Of("shared").PushAsync(registries, repository.With(Tag.Parse("scratch-1")));
        var lonely = await Registry.HandMadeImage.Of("lonely").PushAsync(registries, repository.With(Tag.Parse("scratch-2")));
        var kept = await IndexAsync(registries, repository.With(Tag.Parse("by-hand")), shared);
        var doomed = await IndexAsync(registries, repository.With(Tag.Parse("fp-00000000000000000000")), shared, lonely);
        // A tag goes without its manifest only by the marker trick.
        var marker = new TagMarker(registries, new RegistryManifests(registries));
        foreach (var (tag, digest) in new[] { ("scratch-1", shared), ("scratch-2", lonely) })
            (await marker.RemoveAsync(repository.With(Tag.Parse(tag)), digest, default)).ShouldBeNull();

        var ran = await PruneAsync(new PruneOptions { OlderThan = "0h" });

        ran.Error.ShouldBeNull();
        ran.Writes.Where(request => request.StartsWith("DELETE tap/", StringComparison.Ordinal))
            .ShouldBe([$"DELETE tap/manifests/{doomed}", $"DELETE tap/manifests/{lonely}"]);
        (await registries.HeadAsync(repository.At(kept), default)).ShouldNotBeNull();
        (await registries.HeadAsync(repository.At(shared), default)).ShouldNotBeNull();
        (await registries.HeadAsync(repository.At(lonely), default)).ShouldBeNull();

        (await PruneAsync(new PruneOptions { Restore = (await IdsAsync()).ShouldHaveSingleItem().ToString() })).Error.ShouldBeNull();
        (await registries.HeadAsync(repository.With(Tag.Parse("fp-00000000000000000000")), default))!.Digest.ShouldBe(doomed);
        (await registries.HeadAsync(repository.At(lonely), default)).ShouldNotBeNull();
        (await Clone.DigestsAsync("develop")).ShouldBe(develop, ignoreOrder: true);
    }

    private static async Task<Digest> IndexAsync(RegistryClient registries, ImageReference place, params Digest[] children)
    {
        var list = new List<object>();
        foreach (var child in children)
        {
            var head = (await registries.HeadAsync(place.At(child), default))!;
            list.Add(new { mediaType = head.MediaType, digest = $"{head.Digest}", size = head.Size, platform = new { os = "linux",
                architecture = "amd64" } });
        }

        var index = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, mediaType = MediaTypes.OciIndex, manifests = list });
        return (await registries.PutManifestAsync(place, index, MediaTypes.OciIndex, default)).Digest;
    }
}
