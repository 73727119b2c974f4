using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.Records;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>A family that is published to two registries in this process.</summary>
public sealed class SeveralProvidersTests : IAsyncLifetime
{
    private static readonly string[] Names = ["keg-base", "evf", "two"];

    private readonly FakeRegistry mirror = new();
    private PretendedRun run = null!;

    public async ValueTask InitializeAsync()
    {
        run = await PretendedRun.CreateAsync("develop");
        WriteFamily($"providers: [{run.Registry.Host}/keg, {mirror.Host}/keg]");
        foreach (var tap in new[] { "evf", "two" })
            run.Repository.Write($"taps/{tap}/Dockerfile", $"FROM {run.Registry.Host}/keg/keg-base:develop\n");
        await run.Repository.GitAsync("add", "--all");
        await run.Repository.CommitAsync("Two providers");
    }

    public ValueTask DisposeAsync()
    {
        run.Dispose();
        mirror.Dispose();
        return ValueTask.CompletedTask;
    }

    private RunOptions Options => run.Options with { Registry = null, Namespace = null };

    private string Said => run.Printed.ToString();

    [Fact]
    public async Task Each_provider_has_the_same_digests_under_all_tags_and_a_record_that_names_them()
    {
        await run.RunAsync(Options);

        foreach (var name in Names)
            mirror.TagOf(name, "develop").ShouldNotBeNull().ShouldBe(run.Registry.TagOf(name, "develop"));
        var (first, second) = (await RecordAsync(run.Registry), await RecordAsync(mirror));
        second.Images.Select(image => (image.Name, image.Digest)).ShouldBe(first.Images.Select(image => (image.Name, image.Digest)));
        second.Images.SelectMany(image => image.Parents).Where(parent => parent.Name == "keg-base")
            .ShouldAllBe(parent => parent.Registry == mirror.Host);
        Said.ShouldContain($"then develop at {run.Registry.Host}/keg and {mirror.Host}/keg");
        Said.ShouldContain($"brought 3 of 3 images to {mirror.Host}/keg, read back and compared");
        run.Repository.Read("output/plan.json").ShouldContain($"\"mirrors\": [\n    \"{mirror.Host}/keg\"");
    }

    [Fact]
    public async Task Of_an_unchanged_family_each_provider_is_asked_the_same_and_nothing_is_written()
    {
        await run.RunAsync(Options);
        run.Registry.Asked.Clear();
        mirror.Asked.Clear();

        await run.RunAsync(Options);

        var asked = mirror.Asked.Order(StringComparer.Ordinal).ToList();
        asked.ShouldBe(run.Registry.Asked.Where(request => !request.Contains("/keg/node/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
        asked.Count.ShouldBe(Names.Length + 2, "a tag each, the record, and that of the commit");
        asked.ShouldAllBe(request => request.StartsWith("HEAD ", StringComparison.Ordinal)
            || request == "GET /v2/keg/keg-family/manifests/develop");
    }

    [Fact]
    public async Task Where_a_provider_takes_no_content_no_tag_has_moved_anywhere_and_it_is_named()
    {
        mirror.Instead = (request, response) => Refuse(request.HttpMethod == "POST" || request.HttpMethod == "PUT", response);
        var exception = await Should.ThrowAsync<Exception>(() => run.RunAsync(Options));

        (exception is FailedException or WrongUseException).ShouldBeTrue();
        exception.Message.ShouldContain(mirror.Host);
        NothingMoved(run.Registry);
        NothingMoved(mirror);
    }

    [Fact]
    public async Task Where_the_content_of_one_image_does_not_arrive_no_tag_has_moved_anywhere()
    {
        mirror.Instead = (request, response) => Refuse(
            request.HttpMethod == "PUT" && request.Url!.AbsolutePath.Contains("/two/blobs/", StringComparison.Ordinal), response, 500);

        var exception = await Should.ThrowAsync<FailedException>(() => run.RunAsync(Options));

        exception.Message.ShouldStartWith($"{mirror.Host}/keg: uploading the blob");
        exception.Message.ShouldContain("no tag was moved, and the family record is as it was: run the same command again");
        NothingMoved(run.Registry);
        NothingMoved(mirror);
        mirror.Instead = null;
        await AssertMendedAsync();
    }

    [Fact]
    public async Task A_provider_that_fails_in_the_middle_leaves_behind_what_moved_where_and_a_rerun_mends_it_without_building()
    {
        mirror.Instead = (request, response) => Refuse(request.HttpMethod == "PUT"
            && request.Url!.AbsolutePath.EndsWith("/two/manifests/develop", StringComparison.Ordinal), response, 500);

        var exception = await Should.ThrowAsync<FailedException>(() => run.RunAsync(Options));

        var (first, second) = ($"{run.Registry.Host}/keg", $"{mirror.Host}/keg");
        exception.Message.ShouldContain($"putting {second}/two:develop failed");
        foreach (var name in Names)
            exception.Message.ShouldMatch($"(?m)^  moved before that: .*{first}/{name}:develop");
        exception.Message.ShouldContain($"{second}/keg-base:develop");
        exception.Message.ShouldMatch($"(?m)^  (may have moved|not moved).*{second}/two:develop");
        exception.Message.ShouldContain($"the family record of {first} was not written: it names the set before");
        exception.Message.ShouldContain($"the family record of {second} was not written: it names the set before");
        run.Registry.TagOf("keg-family", "develop").ShouldBeNull();
        mirror.Instead = null;
        await AssertMendedAsync();
    }

    [Fact]
    public async Task What_a_provider_lacks_the_plan_says_and_a_push_brings_without_building()
    {
        await run.RunAsync(Options);
        using var other = new FakeRegistry();
        WriteFamily($"provider: {run.Registry.Host}/keg\nproviders: [{mirror.Host}/keg, {other.Host}/keg]");
        run.Printed.GetStringBuilder().Clear();
        run.Registry.Asked.Clear();

        await run.RunAsync(Options);

        Said.ShouldContain($"{other.Host}/keg lacks 3 of 3 images as develop: a push brings them there from {run.Registry.Host}/keg, "
            + "and builds nothing for that");
        Said.ShouldContain("0 to build, 3 to reuse");
        Said.ShouldContain($"all 3 images are at {mirror.Host}/keg already: nothing moved there");
        foreach (var name in Names)
            other.TagOf(name, "develop").ShouldNotBeNull().ShouldBe(run.Registry.TagOf(name, "develop"));
        (await RecordAsync(other)).Images.Length.ShouldBe(3);
        run.Registry.Asked.Where(request => request.StartsWith("PUT ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_whose_record_is_gone_gets_it_again()
    {
        await run.RunAsync(Options);
        await run.World.Registries.DeleteManifestAsync(
            mirror.Repository("keg-family").At(mirror.TagOf("keg-family", "develop")!), default);

        await run.RunAsync(Options);

        (await RecordAsync(mirror)).Images.Select(image => image.Digest)
            .ShouldBe((await RecordAsync(run.Registry)).Images.Select(image => image.Digest));
    }

    [Fact]
    public async Task A_tag_that_another_branch_has_at_one_provider_moves_at_none_and_nothing_is_built()
    {
        await run.Repository.GitAsync("switch", "--quiet", "--create", "feature/x");
        var others = new FamilyRecord { Tag = Tag.Parse("feature-x"), Branch = BranchName.Parse("feature-x"), Images = [] };
        await new FamilyRecordStore(run.World.Registries).PutAsync(Provider.Parse($"{mirror.Host}/keg"), others, [], default);

        var exception = await Should.ThrowAsync<WrongUseException>(() => run.RunAsync(Options));

        exception.Message.ShouldStartWith($"{mirror.Host}/keg: the tag 'feature-x' belongs to the branch 'feature-x'");
        Builds.ShouldBe(0);
        run.Registry.TagOf("two", "feature-x").ShouldBeNull();
    }

    [Fact]
    public async Task A_run_elsewhere_has_one_provider()
    {
        await run.RunAsync(Options with { Namespace = "elsewhere", DryRun = true });

        mirror.Asked.ShouldBeEmpty();
        Said.ShouldNotContain(mirror.Host);
    }

    [Fact]
    public async Task A_dry_run_says_where_digests_go_and_writes_nothing()
    {
        await run.RunAsync(Options with { DryRun = true });

        Said.ShouldContain($"the same digests go to {mirror.Host}/keg, before any tag moves");
        mirror.Asked.ShouldAllBe(request => request.StartsWith("HEAD ", StringComparison.Ordinal)
            || request.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Promote_moves_the_set_at_all_providers()
    {
        await run.RunAsync(Options);
        var commands = await RecordCommands.OpenAsync(Options.At(run.World), Options.Selection, default);

        await Options.EndAsync(commands.PromoteAsync("stable", default));

        foreach (var name in Names.Append("keg-family"))
            mirror.TagOf(name, "stable").ShouldNotBeNull(name);
        mirror.TagOf("two", "stable").ShouldBe(run.Registry.TagOf("two", "develop"));
        Said.ShouldContain($"moved with it, to the same digests: {mirror.Host}/keg");
        await commands.StatusAsync(default);
        Said.ShouldContain($"as {run.Registry.Host}/keg has it; not looked at: {mirror.Host}/keg");
    }

    private int Builds => run.Runner.Commands.Count(command => command.Arguments is ["buildx", "build", ..]);

    private async Task AssertMendedAsync()
    {
        run.Runner.Commands.Clear();
        await run.RunAsync(Options);
        Builds.ShouldBe(0);
        foreach (var name in Names)
            mirror.TagOf(name, "develop").ShouldNotBeNull().ShouldBe(run.Registry.TagOf(name, "develop"));
        (await RecordAsync(mirror)).Images.Select(image => image.Digest)
            .ShouldBe((await RecordAsync(run.Registry)).Images.Select(image => image.Digest));
    }

    private void WriteFamily(string providers) => run.Repository.Write("keg.yml", $$"""
        {{providers}}
        groups:
          base: { folders: [images/base] }
          taps: { folders: ['taps/*'] }
        images:
          keg-base: { folder: images/base }
        external: [node]
        """);

    private async Task<FamilyRecord> RecordAsync(FakeRegistry registry) =>
        (await new FamilyRecordStore(run.World.Registries).GetAsync(Provider.Parse($"{registry.Host}/keg"), Tag.Parse("develop"), default))
            .Record.ShouldNotBeNull();

    private static void NothingMoved(FakeRegistry registry)
    {
        foreach (var name in Names.Append("keg-family"))
            registry.TagOf(name, "develop").ShouldBeNull($"{registry.Host} {name}");
    }

    private static bool Refuse(bool refuses, System.Net.HttpListenerResponse response, int status = 403)
    {
        if (refuses)
            FakeRegistry.Answer(response, status, """{"errors":[{"code":"DENIED","message":"no"}]}""");
        return refuses;
    }
}
