using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Records;
using KegImages.Images;
using KegImages.Pruning;
using KegImages.Registry;

namespace KegImages.EngineTests.Pruning;

/// <summary>Prunes of a real registry, judged by digests and by what its access log says was asked.</summary>
[Collection(EngineGroup.Name)]
public sealed class PruneTests(EngineFixture engine) : IAsyncLifetime
{
    private PublishedClone? made;
    private string remote = "";

    private PublishedClone Clone => made!;

    public async Task InitializeAsync()
    {
        if (EngineFixture.WhySkipped is not null)
            return;
        made = await PublishedClone.CreateAsync(engine);
        made.Write(".gitignore", ".nuke/\noutput/\n");
        await made.CommitAsync("What is not kept");
        remote = Directory.CreateTempSubdirectory("keg remote ").FullName;
        await Clone.GitAsync("init", "--quiet", "--bare", remote);
        await Clone.GitAsync("remote", "add", "origin", remote);
    }

    public async Task DisposeAsync()
    {
        if (made is null)
            return;
        await made.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(remote, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(remote, recursive: true);
    }

    [EngineFact]
    public async Task Tags_of_a_branch_that_is_gone_go_and_everything_else_stays()
    {
        var develop = await Clone.PushAsync("develop");
        var gone = await BranchAsync("feature/gone", "tap of the gone");
        var lives = await BranchAsync("feature/lives", "tap of the living");
        // The same digest under a hand-made tag.
        await Clone.MoveByHandAsync("tap", "v1", gone["tap"]);
        await RemoteAsync("develop", "feature/lives");
        var before = await AllAsync();

        var ran = await PruneAsync();

        ran.Error.ShouldBeNull();
        (await Clone.DigestsAsync("feature-gone")).ShouldBeEmpty();
        (await Clone.RecordAsync("feature-gone")).ShouldBeNull();
        foreach (var tag in new[] { "develop", "master" })
            (await Clone.DigestsAsync(tag)).ShouldBe(develop, ignoreOrder: true, customMessage: tag);
        (await Clone.DigestsAsync("feature-lives")).ShouldBe(lives, ignoreOrder: true);
        (await Clone.DigestsAsync("v1"))["tap"].ShouldBe(gone["tap"]);
        var after = await AllAsync();
        before.Except(after).Select(tag => tag.Split('@')[0]).ShouldBe(["base:feature-gone", "tap:feature-gone", "keg-family:feature-gone"], ignoreOrder: true);
        ran.Output.ShouldContain("its branch 'feature/gone' is gone");
        ran.Output.ShouldContain("pull requests were not asked for");
        // The markers are the only manifests that were deleted.
        foreach (var digest in before.Select(tag => tag.Split('@')[1]))
            ran.Requests.ShouldNotContain(request => request.StartsWith("DELETE ", StringComparison.Ordinal) && request.EndsWith(digest, StringComparison.Ordinal));
        ran.Writes.Where(request => request.StartsWith("PUT ", StringComparison.Ordinal) && request.Contains("/manifests/develop", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        await RemoteAsync("develop");
        var before = await AllAsync();

        var ran = await PruneAsync(new PruneOptions { OlderThan = "0d" }, dryRun: true);

        ran.Error.ShouldBeNull();
        ran.Writes.ShouldBeEmpty();
        (await AllAsync()).ShouldBe(before);
        ran.Output.ShouldContain("its branch 'feature/gone' is gone");
        ran.Output.ShouldContain("a dry run: nothing was removed");
        var verdicts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Clone.Root, "output", "prune.json")))!["verdicts"]!.AsArray();
        verdicts.ShouldContain(verdict => (string?)verdict!["action"] == "keep" && (string?)verdict["reason"] == "the default tag");
        verdicts.ShouldContain(verdict => (string?)verdict!["action"] == "removeManifest" && (string?)verdict["image"] == "tap");
    }

    [EngineFact]
    public async Task Content_that_nothing_reaches_goes_after_its_time_and_is_put_back_with_the_same_digests()
    {
        var develop = await Clone.PushAsync("develop");
        var gone = await BranchAsync("feature/gone", "tap of the gone");
        await RemoteAsync("develop");
        var whole = await AllAsync();
        var content = whole.Where(tag => tag.StartsWith("tap:fp-", StringComparison.Ordinal) && tag.EndsWith(gone["tap"].ToString(), StringComparison.Ordinal)).ShouldHaveSingleItem();

        // The branch's tags go at once, the record of its commit when that is old. Then its content is seen to be unreached, and stays: a run may be about to name it.
        (await PruneAsync()).Error.ShouldBeNull();
        (await PruneAsync(later: TimeSpan.FromDays(13))).Output.ShouldContain("nothing to remove");
        (await PruneAsync(later: TimeSpan.FromDays(15))).Output.ShouldContain("an old record of 'feature-gone', which is gone");
        (await PruneAsync(later: TimeSpan.FromDays(28))).Output.ShouldContain("nothing to remove");
        (await AllAsync()).ShouldContain(content);

        var ran = await PruneAsync(later: TimeSpan.FromDays(30));

        ran.Error.ShouldBeNull();
        var after = await AllAsync();
        after.ShouldNotContain(tag => tag.StartsWith(content.Split('@')[0], StringComparison.Ordinal));
        after.Where(tag => tag.EndsWith($"@{develop["tap"]}", StringComparison.Ordinal)).Count().ShouldBe(3, "develop, master and its content tag");
        (await Clone.DigestsAsync("develop")).ShouldBe(develop, ignoreOrder: true);
        ran.Requests.ShouldContain($"DELETE tap/manifests/{gone["tap"]}");

        // All prunes are taken back, the first one first, and the registry is as it was.
        foreach (var id in await IdsAsync())
            (await PruneAsync(new PruneOptions { Restore = id.ToString() })).Error.ShouldBeNull();
        var ours = (await AllAsync()).Where(tag => !tag.StartsWith("keg-family:removed.", StringComparison.Ordinal) && !tag.StartsWith("keg-family:prune.", StringComparison.Ordinal));
        ours.ShouldBe(whole);
        await engine.DockerAsync("pull", "--quiet", $"{Clone.Provider}/tap@{gone["tap"]}");
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
        // Nothing has to be built again after it.
        (await Clone.PushAsync("develop")).ShouldBe(second, ignoreOrder: true);
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

    [EngineFact]
    public async Task One_branch_alone_is_cleaned_up_and_only_when_it_is_gone()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/one", "tap of one");
        await BranchAsync("feature/two", "tap of two");
        await RemoteAsync("develop", "feature/one");
        var before = await AllAsync();

        var lives = await PruneAsync(new PruneOptions { Branch = "feature/one" });
        lives.Error.ShouldBeNull();
        lives.Output.ShouldContain("its branch 'feature/one' lives");
        lives.Writes.ShouldBeEmpty();
        (await PruneAsync(new PruneOptions { Branch = "develop" })).ExitCode.ShouldBe(2);
        var others = await PruneAsync(new PruneOptions { Branch = "feature-two" });
        others.ExitCode.ShouldBe(2);
        others.Error!.Message.ShouldContain("the tag 'feature-two' belongs to the branch 'feature/two', not to 'feature-two'");
        (await AllAsync()).ShouldBe(before);

        (await PruneAsync(new PruneOptions { Branch = "feature/two" })).Error.ShouldBeNull();

        var after = await AllAsync();
        before.Except(after).Select(tag => tag.Split('@')[0]).ShouldBe(["base:feature-two", "tap:feature-two", "keg-family:feature-two"], ignoreOrder: true);
        (await PruneAsync(new PruneOptions { Branch = "feature/two" })).Output.ShouldContain("nothing to remove");
    }

    [EngineFact]
    public async Task A_remote_that_cannot_be_trusted_removes_nothing()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        var before = await AllAsync();

        var empty = await PruneAsync();
        empty.ExitCode.ShouldBe(1);
        empty.Error!.Message.ShouldContain("names no branch at all");
        await Clone.GitAsync("push", "--quiet", "origin", "develop:refs/heads/main");
        (await PruneAsync()).Error!.Message.ShouldContain("'origin' has no branch 'develop'");
        await Clone.GitAsync("remote", "set-url", "origin", remote + "-missing");
        var missing = await PruneAsync();
        missing.ExitCode.ShouldBe(1);
        missing.Error!.Message.ShouldContain("git ls-remote");
        missing.Requests.ShouldBeEmpty();
        (await AllAsync()).ShouldBe(before);
    }

    [EngineFact]
    public async Task Names_in_the_engine_go_unless_a_container_uses_the_image()
    {
        await Clone.PushAsync("develop");
        await RemoteAsync("develop");
        foreach (var (branch, tag) in new[] { ("feature/local", "feature-local"), ("feature/used", "feature-used"), ("develop", "feature-none") })
        {
            Clone.Write("context/Dockerfile", $"FROM scratch\nCOPY Dockerfile /{tag}\nCMD [\"/x\"]\n");
            await engine.DockerAsync("build", "--quiet", "--label", $"io.keg.branch={branch}", "--tag", $"{Clone.Provider}/tap:{tag}", Path.Combine(Clone.Root, "context"));
        }

        var container = (await engine.DockerAsync("container", "create", $"{Clone.Provider}/tap:feature-used")).Trim();
        try
        {
            var ran = await PruneAsync();

            ran.Error.ShouldBeNull();
            ran.Output.ShouldMatch($"local +{Clone.Provider}/tap:feature-local");
            (await engine.DockerAsync("image", "ls", "--format", "{{.Repository}}:{{.Tag}}")).Split('\n')
                .Where(name => name.StartsWith($"{Clone.Provider}/tap:feature-", StringComparison.Ordinal)).Order()
                .ShouldBe([$"{Clone.Provider}/tap:feature-none", $"{Clone.Provider}/tap:feature-used"]);
        }
        finally
        {
            await engine.TryDockerAsync("container", "rm", container);
            await engine.TryDockerAsync("image", "rm", $"{Clone.Provider}/tap:feature-none", $"{Clone.Provider}/tap:feature-used");
        }
    }

    private async Task<ImmutableDictionary<string, Digest>> BranchAsync(string branch, string tap)
    {
        await Clone.GitAsync("checkout", "--quiet", "-b", branch, "develop");
        Clone.Write("tap/file", tap);
        await Clone.CommitAsync($"On {branch}");
        return await Clone.PushAsync(branch.Replace('/', '-'));
    }

    private async Task RemoteAsync(params string[] branches) => await Clone.GitAsync(["push", "--quiet", "origin", .. branches]);

    private Task<Ran> PruneAsync(PruneOptions? asked = null, bool dryRun = false, TimeSpan later = default) => Clone.RunAsync(
        (options, world) => PruneRun.RunAsync(asked ?? new PruneOptions(), options, world with { Clock = new Later(later) }, CancellationToken.None), dryRun);

    private async Task<IEnumerable<RemovalId>> IdsAsync()
    {
        using var registries = new RegistryClient(new Registry.NoCredentials());
        return (await new Quarantine(registries, Clone.Provider).ListAsync(default)).Reverse();
    }

    private static async Task<Digest> IndexAsync(RegistryClient registries, ImageReference place, params Digest[] children)
    {
        var list = new List<object>();
        foreach (var child in children)
        {
            var head = (await registries.HeadAsync(place.At(child), default))!;
            list.Add(new { mediaType = head.MediaType, digest = $"{head.Digest}", size = head.Size, platform = new { os = "linux", architecture = "amd64" } });
        }

        var index = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, mediaType = MediaTypes.OciIndex, manifests = list });
        return (await registries.PutManifestAsync(place, index, MediaTypes.OciIndex, default)).Digest;
    }

    /// <summary>Every tag of the namespace with its digest, in order.</summary>
    private async Task<List<string>> AllAsync()
    {
        using var registries = new RegistryClient(new Registry.NoCredentials());
        var all = new List<string>();
        foreach (var name in new[] { "base", "tap", "keg-family" })
        {
            var repository = Clone.Provider.Of(ImageName.Parse(name));
            foreach (var tag in await registries.ListTagsAsync(repository, default))
                all.Add($"{name}:{tag}@{(await registries.HeadAsync(repository.With(tag), default))?.Digest}");
        }

        return all;
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
