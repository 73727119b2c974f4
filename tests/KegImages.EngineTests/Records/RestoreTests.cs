using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Records;

/// <summary>All tags of a set are put back.</summary>
public sealed class RestoreTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Restoring_puts_every_tag_back_and_only_a_newer_commit_puts_them_forward()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var first = await clone.PushAsync("develop");
        var commit = await clone.GitAsync("rev-parse", "HEAD");
        clone.Write("base/file", "broken");
        await clone.CommitAsync("A mistake");
        var second = await clone.PushAsync("develop");
        PublishedClone.Names.ShouldAllBe(name => first[name] != second[name]);

        var ran = await clone.RunAsync(run => run.RestoreAsync(commit[..8], default));

        ran.Error.ShouldBeNull();
        (await clone.DigestsAsync("develop")).ShouldBe(first, ignoreOrder: true);
        (await clone.DigestsAsync("master")).ShouldBe(first, ignoreOrder: true);
        var record = (await clone.RecordAsync("develop"))!;
        record.Commit!.ToString().ShouldBe(commit);
        record.Images.ToDictionary(image => image.Name.ToString(), image => image.Digest).ShouldBe(first, ignoreOrder: true);
        ran.Output.ShouldContain("restored 2 images as develop, master, read back and compared");
        ran.Writes.Where(request =>
            request.Contains("/blobs/", StringComparison.Ordinal)
                && !request.Contains("keg-family/", StringComparison.Ordinal)).ShouldBeEmpty("no layer is moved");
        record.Hold.ShouldNotBeNull().Over!.ToString().ShouldBe(await clone.GitAsync("rev-parse", "HEAD"));
        (await clone.PushAsync("develop")).ShouldBe(first, ignoreOrder: true, customMessage: "the nightly run of the mistake");
        (await clone.RunAsync(run => run.StatusAsync(default))).Output.ShouldContain("held: put back by hand");
        clone.Write("base/file", "mended");
        await clone.CommitAsync("The mistake is mended");
        (await clone.PushAsync("develop")).ShouldNotBe(first);
        (await clone.RecordAsync("develop"))!.Hold.ShouldBeNull();
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
}
