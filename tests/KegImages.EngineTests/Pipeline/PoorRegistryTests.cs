using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Publishing;

namespace KegImages.EngineTests.Pipeline;

/// <summary>Registries that cannot do all that the project would use: it works, with less.</summary>
public sealed class PoorRegistryTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact]
    public async Task Where_no_artifact_is_stored_everything_is_built_and_tagged_and_one_line_says_so()
    {
        await using var registry = RefusingRegistry.OfArtifacts(Engine.Endpoint.Registry);
        Family.Registry = registry.Address;

        await Family.PushAsync();

        Family.Builds.Order().ShouldBe(["base", "one", "tap", "two"]);
        foreach (var name in Names)
            (await Family.DigestAsync(name, "develop")).ShouldNotBeNull()
                .ShouldBe((await Family.DigestAsync(name, "master")).ShouldNotBeNull());
        Family.Printed.ToString().Split('\n').Count(line => line.Contains("keeps no family record", StringComparison.Ordinal))
            .ShouldBe(1, Family.Printed.ToString());
        (await Family.TagsAsync("keg-family")).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task Without_a_record_the_content_tags_still_tell_what_need_not_be_built()
    {
        await using var registry = RefusingRegistry.OfArtifacts(Engine.Endpoint.Registry);
        Family.Registry = registry.Address;
        await Family.PushAsync();
        var before = await DigestsAsync();
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("second");

        await Family.PushAsync();

        Family.Builds.ShouldBe(["one"]);
        Family.Printed.ToString().ShouldContain("pushed 1 of 4 images");
        var after = await DigestsAsync();
        after.Keys.Where(name => after[name] != before[name]).ShouldBe(["one"]);
    }

    [EngineFact]
    public async Task Without_a_record_a_late_run_moves_nothing_back()
    {
        await using var registry = RefusingRegistry.OfArtifacts(Engine.Endpoint.Registry);
        Family.Registry = registry.Address;
        await Family.PushAsync();
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("newer");
        await Family.PushAsync();
        var newer = await DigestsAsync();
        await Family.GitAsync("reset", "--quiet", "--hard", "HEAD~1");

        (await Should.ThrowAsync<FailedException>(() => Family.PushAsync())).Message.ShouldContain("is at the newer commit");

        (await DigestsAsync()).ShouldBe(newer, ignoreOrder: true);
    }

    [EngineFact]
    public async Task Where_nothing_is_deleted_an_edited_image_is_withdrawn_and_built_again()
    {
        await using var registry = RefusingRegistry.OfDeletions(Engine.Endpoint.Registry);
        Family.Registry = registry.Address;
        // A builder that is named pushes by itself, before anybody looks at the files again.
        var options = Family.Options with { Builder = "default" };
        var run = await Family.OpenAsync(options);
        await run.PlanAsync(CancellationToken.None);
        Family.Write("taps/one/file", "one 2");
        await Family.BuildAsync(run, options);
        await Should.ThrowAsync<FailedException>(() => run.PublishAsync(CancellationToken.None));

        var content = (await Family.TagsAsync("one")).ShouldHaveSingleItem();
        (await Family.DigestAsync("one", content)).ShouldBe(WithdrawnTag.Digest);

        Family.Write("taps/one/file", "one 1");
        await Family.PushAsync();

        Family.Builds.ShouldBe(["one"]);
        (await Family.DigestAsync("one", content)).ShouldNotBe(WithdrawnTag.Digest);
        (await Family.DigestAsync("one", "develop")).ShouldBe(await Family.DigestAsync("one", content));
    }

    private async Task<Dictionary<string, string>> DigestsAsync()
    {
        var digests = new Dictionary<string, string>();
        foreach (var name in Names)
            digests[name] = (await Family.DigestAsync(name, "develop")).ShouldNotBeNull().ToString();
        return digests;
    }
}
