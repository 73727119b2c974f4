using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Records;

/// <summary>Another tag is put on a whole set.</summary>
public sealed class PromoteTests(EngineFixture engine)
{
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
        foreach (var name in PublishedClone.Names)
            ran.Output.ShouldMatch($@"{name} +– +{feature[name].Abbreviated}  develop, master");
        ran.Output.ShouldContain("a dry run: no tag was moved");
        (await clone.DigestsAsync("develop")).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_tap_that_is_built_on_another_base_than_stays_is_not_promoted_alone()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        await clone.PushAsync("develop");
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        clone.Write("tap/file", "tap of the feature");
        await clone.CommitAsync("A feature");
        var feature = await clone.PushAsync("feature-x", "tap");
        (await clone.RunAsync(run => run.PromoteAsync("develop", default),
            dryRun: true)).Output.ShouldContain("only in develop: base, not part of feature-x's set");
        await clone.GitAsync("checkout", "--quiet", "--force", "develop");
        clone.Write("base/file", "a newer base");
        await clone.CommitAsync("A newer base");
        var develop = await clone.PushAsync("develop");
        await clone.GitAsync("checkout", "--quiet", "--force", "feature/x");

        var ran = await clone.RunAsync(run => run.PromoteAsync("develop", default));

        ran.ExitCode.ShouldBe(1);
        ran.Error!.Message.ShouldContain("tap is built on base sha256:");
        ran.Writes.ShouldBeEmpty();
        (await clone.DigestsAsync("develop")).ShouldBe(develop, ignoreOrder: true);
        feature.Keys.ShouldBe(["tap"]);
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
        ran.Error!.Message.ShouldContain(
            $"tap:feature-x names {develop["tap"].Abbreviated}, and the record says {feature["tap"].Abbreviated}");
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
        ran.Error!.Message.ShouldContain(
            $"base:feature-x names nothing, and the record says {feature["base"].Abbreviated}, which is not in the registry any more");
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
}
