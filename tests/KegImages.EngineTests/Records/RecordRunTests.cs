using System.Text.Json.Nodes;
using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Records;

[Collection(EngineGroup.Name)]
public sealed class RecordRunTests(EngineFixture engine)
{
    private static readonly string[] Both = ["base", "tap"];

    [EngineFact]
    public async Task Promoting_puts_the_default_tags_on_the_very_set_and_uploads_no_layer()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        await clone.PushAsync("develop");
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        clone.Write("base/file", "base of the feature");
        await clone.CommitAsync("A feature");
        var feature = await clone.PushAsync("feature-x");
        (await clone.DigestsAsync("develop"))["base"].ShouldNotBe(feature["base"]);

        var ran = await clone.RunAsync(run => run.PromoteAsync("develop", default));

        ran.Error.ShouldBeNull();
        foreach (var tag in new[] { "develop", "master", "feature-x" })
            (await clone.DigestsAsync(tag)).ShouldBe(feature, ignoreOrder: true, customMessage: tag);
        var record = await clone.RecordAsync("develop");
        record!.Images.ToDictionary(image => image.Name.ToString(), image => image.Digest).ShouldBe(feature, ignoreOrder: true);
        record.Branch!.ToString().ShouldBe("feature/x");
        (await clone.RecordAsync("master"))!.Commit.ShouldBe(record.Commit);
        ran.Output.ShouldContain("Note: this moves the default tag by hand (develop, master)");
        ran.Output.ShouldContain("promoted 2 images as develop, master, read back and compared");
        ran.Output.IndexOf("Note:", StringComparison.Ordinal).ShouldBeLessThan(ran.Output.IndexOf("promoted", StringComparison.Ordinal));
        ran.Writes.Where(request => !request.Contains("keg-family/", StringComparison.Ordinal))
            .ShouldBe(["PUT base/manifests/develop", "PUT tap/manifests/develop", "PUT base/manifests/master", "PUT tap/manifests/master"]);
    }

    [EngineFact]
    public async Task A_dry_run_says_what_would_move_and_writes_nothing()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        var feature = await clone.PushAsync("feature-x");

        var ran = await clone.RunAsync(run => run.PromoteAsync("develop", default), dryRun: true);

        ran.Error.ShouldBeNull();
        ran.Writes.ShouldBeEmpty();
        foreach (var name in Both)
            ran.Output.ShouldMatch($@"{name} +– +{feature[name].Abbreviated}  develop, master");
        ran.Output.ShouldContain("a dry run: no tag was moved");
        (await clone.DigestsAsync("develop")).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_set_whose_tags_are_not_what_its_record_says_is_not_promoted()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var develop = await clone.PushAsync("develop");
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        clone.Write("tap/file", "tap of the feature");
        await clone.CommitAsync("A feature");
        var feature = await clone.PushAsync("feature-x");
        await clone.MoveByHandAsync("tap", "feature-x", develop["tap"]);

        var ran = await clone.RunAsync(run => run.PromoteAsync("develop", default));

        ran.ExitCode.ShouldBe(1);
        ran.Error!.Message.ShouldContain($"tap:feature-x names {develop["tap"].Abbreviated}, and the record says {feature["tap"].Abbreviated}");
        ran.Error.Message.ShouldNotContain("base:feature-x");
        ran.Error.Message.ShouldContain("nothing was promoted");
        ran.Writes.ShouldBeEmpty();
        (await clone.DigestsAsync("develop")).ShouldBe(develop, ignoreOrder: true);

        // What the message names as the next step is one.
        await clone.PushAsync("feature-x");
        (await clone.RunAsync(run => run.PromoteAsync("develop", default))).Error.ShouldBeNull();
        (await clone.DigestsAsync("develop")).ShouldBe(feature, ignoreOrder: true);
    }

    [EngineFact]
    public async Task A_set_of_which_an_image_is_gone_is_not_promoted()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        var feature = await clone.PushAsync("feature-x");
        await clone.DeleteAsync("base", feature["base"]);

        var ran = await clone.RunAsync(run => run.PromoteAsync("develop", default));

        ran.ExitCode.ShouldBe(1);
        ran.Error!.Message.ShouldContain($"base:feature-x names nothing, and the record says {feature["base"].Abbreviated}, which is not in the registry any more");
        ran.Writes.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_tag_that_another_branch_owns_is_not_promoted_to()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        await clone.PushAsync("feature-x");
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/y");
        clone.Write("base/file", "base of the other");
        await clone.CommitAsync("Another feature");
        var other = await clone.PushAsync("feature-y");

        var ran = await clone.RunAsync(run => run.PromoteAsync("feature-y", default), tag: "feature-x");

        ran.ExitCode.ShouldBe(2);
        ran.Error!.Message.ShouldContain("the tag 'feature-y' belongs to the branch 'feature/y', and this is 'feature/x'");
        ran.Error.Message.ShouldContain("publish under another tag: --to <tag>");
        ran.Writes.ShouldBeEmpty();
        (await clone.DigestsAsync("feature-y")).ShouldBe(other, ignoreOrder: true);
    }

    [EngineFact]
    public async Task Restoring_puts_every_tag_back_and_the_next_push_puts_them_forward()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var first = await clone.PushAsync("develop");
        var commit = await clone.GitAsync("rev-parse", "HEAD");
        clone.Write("base/file", "broken");
        await clone.CommitAsync("A mistake");
        var second = await clone.PushAsync("develop");
        Both.ShouldAllBe(name => first[name] != second[name]);

        var ran = await clone.RunAsync(run => run.RestoreAsync(commit[..8], default));

        ran.Error.ShouldBeNull();
        (await clone.DigestsAsync("develop")).ShouldBe(first, ignoreOrder: true);
        (await clone.DigestsAsync("master")).ShouldBe(first, ignoreOrder: true);
        var record = (await clone.RecordAsync("develop"))!;
        record.Commit!.ToString().ShouldBe(commit);
        record.Images.ToDictionary(image => image.Name.ToString(), image => image.Digest).ShouldBe(first, ignoreOrder: true);
        ran.Output.ShouldContain("restored 2 images as develop, master, read back and compared");
        ran.Writes.Where(request => request.Contains("/blobs/", StringComparison.Ordinal)).ShouldBeEmpty("not even the record's content is new");
        (await clone.PushAsync("develop")).ShouldBe(second, ignoreOrder: true);
    }

    [EngineFact]
    public async Task An_unknown_commit_is_answered_with_those_that_can_be_restored()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var published = await clone.PushAsync("develop");
        var commit = await clone.GitAsync("rev-parse", "HEAD");
        await clone.CommitAsync("Never published");

        var ran = await clone.RunAsync(run => run.RestoreAsync("HEAD", default));

        ran.ExitCode.ShouldBe(2);
        ran.Error!.Message.ShouldContain("--to HEAD: 'develop' has no family record of that commit");
        ran.Error.Message.ShouldMatch($"    {commit[..12]}  [0-9-]{{10}}  The first");
        ran.Writes.ShouldBeEmpty();
        (await clone.DigestsAsync("develop")).ShouldBe(published, ignoreOrder: true);
    }

    [EngineFact]
    public async Task What_is_gone_from_the_registry_stops_the_whole_restore()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var first = await clone.PushAsync("develop");
        var commit = await clone.GitAsync("rev-parse", "HEAD");
        clone.Write("base/file", "newer");
        await clone.CommitAsync("Newer");
        var second = await clone.PushAsync("develop");
        await clone.DeleteAsync("tap", first["tap"]);

        var ran = await clone.RunAsync(run => run.RestoreAsync(commit, default));

        ran.ExitCode.ShouldBe(1);
        ran.Error!.Message.ShouldContain($"tap@{first["tap"]} is not in the registry");
        ran.Writes.ShouldBeEmpty();
        (await clone.DigestsAsync("develop")).ShouldBe(second, ignoreOrder: true);
    }

    [EngineFact]
    public async Task Status_asks_for_the_record_once_and_for_each_image_once()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var published = await clone.PushAsync("develop");

        var ran = await clone.RunAsync(run => run.StatusAsync(default));

        ran.Error.ShouldBeNull();
        ran.Requests.ShouldBe(["GET keg-family/manifests/develop", "HEAD base/manifests/develop", "HEAD tap/manifests/develop"], ignoreOrder: true);
        foreach (var name in Both)
            ran.Output.ShouldMatch($@"{name} +{published[name].Abbreviated}  as recorded  same +(–|fresh) +(now|\d+ min) +[0-9.]+ k?B");
        ran.Output.ShouldContain("2 images, 2 as recorded, 0 with changed inputs, 0 on a stale parent");
    }

    [EngineFact]
    public async Task Status_tells_changed_inputs_moved_tags_and_stale_parents()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var first = await clone.PushAsync("develop");
        clone.Write("base/file", "base again");
        await clone.CommitAsync("Only the base");
        var second = await clone.PushAsync("develop", "base");
        clone.Write("tap/file", "changed, and not published");
        await clone.MoveByHandAsync("base", "master", first["base"]);

        await clone.RunAsync(run => run.StatusAsync(default));
        var status = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(clone.Root, "output", "status.json")))!["images"]!.AsArray();

        ((string?)status[0]!["state"], (string?)status[0]!["inputs"]).ShouldBe(("asRecorded", "same"));
        ((string?)status[1]!["state"], (string?)status[1]!["inputs"], (bool)status[1]!["hasStaleParent"]!).ShouldBe(("asRecorded", "changed", true));
        var parent = status[1]!["parents"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)parent["digest"], (string?)parent["now"]).ShouldBe((first["base"].ToString(), second["base"].ToString()));

        await clone.MoveByHandAsync("base", "develop", first["base"]);
        (await clone.RunAsync(run => run.StatusAsync(default))).Output.ShouldMatch($@"base +{first["base"].Abbreviated}  moved, was {second["base"].Abbreviated}");
    }

    [EngineFact]
    public async Task Status_without_a_record_shows_tags_and_labels()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var published = await clone.PushAsync("develop");
        await clone.DeleteRecordAsync("develop");

        var ran = await clone.RunAsync(run => run.StatusAsync(default));

        ran.Error.ShouldBeNull();
        ran.Output.ShouldContain("has no family record of 'develop': what follows is what tags and labels say");
        foreach (var name in Both)
            ran.Output.ShouldMatch($@"{name} +{published[name].Abbreviated}  not recorded, label says 'develop'  same +(–|fresh)");
    }

    [EngineFact]
    public async Task A_branch_that_published_one_image_is_compared_with_the_parent_it_was_built_on()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        await clone.PushAsync("develop");
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        clone.Write("tap/file", "tap of the feature");
        await clone.CommitAsync("A feature");
        await clone.PushAsync("feature-x", "tap");

        var ran = await clone.RunAsync(run => run.StatusAsync(default));

        ran.Output.ShouldMatch("base +– +not published");
        ran.Output.ShouldMatch("tap +sha256:[0-9a-f]{12}  as recorded +same +fresh");
    }

    [EngineFact]
    public async Task Two_records_are_compared_by_tag_and_by_commit()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var first = await clone.PushAsync("develop");
        var commit = await clone.GitAsync("rev-parse", "HEAD");
        clone.Write("base/file", "a longer base");
        await clone.CommitAsync("Longer");
        var second = await clone.PushAsync("develop");

        var ran = await clone.RunAsync(run => run.DiffAsync(commit, "develop", default));

        ran.Error.ShouldBeNull();
        ran.Writes.ShouldBeEmpty();
        foreach (var name in Both)
            ran.Output.ShouldMatch($@"{name} +changed  {first[name].Abbreviated}  {second[name].Abbreviated}");
        ran.Output.ShouldContain($"tap: base  {first["base"].Abbreviated} → {second["base"].Abbreviated}");
        var json = JsonNode.Parse((await clone.RunAsync(run => run.DiffAsync("develop", "HEAD~1", default), json: true)).Json)!;
        ((string?)json["to"]!["commit"]).ShouldBe(commit);
        json["images"]!.AsArray().Select(image => (string?)image!["to"]).ShouldBe([first["base"].ToString(), first["tap"].ToString()]);
    }
}
