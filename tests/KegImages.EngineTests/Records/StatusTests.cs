using System.Text.Json.Nodes;
using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Records;

/// <summary>What is published, beside its record and its inputs.</summary>
public sealed class StatusTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Status_asks_for_the_record_once_and_for_each_image_once()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var published = await clone.PushAsync("develop");

        var ran = await clone.RunAsync(run => run.StatusAsync(default));

        ran.Error.ShouldBeNull();
        ran.Requests.ShouldBe(["GET keg-family/manifests/develop", "HEAD base/manifests/develop", "HEAD tap/manifests/develop"],
            ignoreOrder: true);
        foreach (var name in PublishedClone.Names)
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
        ((string?)status[1]!["state"], (string?)status[1]!["inputs"], (bool)status[1]!["hasStaleParent"]!).ShouldBe(
            ("asRecorded", "changed", true));
        var parent = status[1]!["parents"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)parent["digest"], (string?)parent["now"]).ShouldBe((first["base"].ToString(), second["base"].ToString()));

        await clone.MoveByHandAsync("base", "develop", first["base"]);
        (await clone.RunAsync(run => run.StatusAsync(default))).Output.ShouldMatch(
            $@"base +{first["base"].Abbreviated}  moved, was {second["base"].Abbreviated}");
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
        foreach (var name in PublishedClone.Names)
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
}
