using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Pipeline;

/// <summary>Files that are edited between the plan and the build: what is built then is not what its content tag says.</summary>
public sealed class EditedWhileBuiltTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineTheory]
    [InlineData(null)]
    [InlineData("default")]
    public async Task What_was_edited_while_it_was_built_is_kept_under_no_tag_and_the_next_run_builds_it_as_it_is(string? builder)
    {
        await PlanEditBuildAsync("taps/one/file", "one 2", builder);

        Family.Printed.ToString().ShouldContain("its files changed while it was built: file file changed");
        Family.Printed.ToString().ShouldContain("failed: one");
        (await Family.TagsAsync("one")).ShouldBeEmpty();
        (await Family.DigestAsync("two", "develop")).ShouldBeNull("a red image lets no tag move");

        Family.Write("taps/one/file", "one 1");
        await Family.PushAsync();

        Family.Builds.ShouldBe(["one"]);
        (await Family.DigestAsync("one", "develop")).ShouldNotBeNull();
    }

    [EngineFact]
    public async Task Below_a_parent_that_was_edited_nothing_is_built()
    {
        await PlanEditBuildAsync("images/tap/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /tap\n# edited\n");

        Family.Printed.ToString().ShouldContain("of the Dockerfile changed");
        Family.Builds.Order().ShouldBe(["base", "tap"]);
        (await Family.TagsAsync("tap")).ShouldBeEmpty();
    }

    [EngineTheory]
    [InlineData(null, "The image was removed")]
    [InlineData("default", "The image is one that was built before, and stays")]
    public async Task An_image_that_was_there_before_keeps_its_tags(string? builder, string said)
    {
        await Family.PushAsync();
        var before = (await Family.DigestAsync("one", "develop")).ShouldNotBeNull();
        var tags = await Family.TagsAsync("one");
        var options = Family.Options with { Images = ["one"], Force = true, Builder = builder };
        var run = await Family.OpenAsync(options);
        await run.PlanAsync(CancellationToken.None);
        // No build sees it, but a second look does: the image is the one of before.
        Family.Write("taps/one/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/tap:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /one\nRUN cat /base /tap > /parents\n# "
                + "edited\n");

        await Family.BuildAsync(run, options);

        Family.Printed.ToString().ShouldContain(said);
        (await Family.DigestAsync("one", "develop")).ShouldBe(before);
        (await Family.TagsAsync("one")).ShouldBe(tags, ignoreOrder: true);
    }

    [EngineFact]
    public async Task What_was_edited_never_reaches_the_registry_where_the_engine_pushes()
    {
        var before = (await Family.RequestsAsync()).Length;

        await PlanEditBuildAsync("taps/one/file", "one 2");

        (await Family.RequestsAsync()).Skip(before)
            .Where(line => line.Contains($"{Family.Reference("one", "any").Repository}/", StringComparison.Ordinal))
            .ShouldAllBe(line => line.Contains("\"HEAD "));
    }

    private async Task PlanEditBuildAsync(string file, string content, string? builder = null)
    {
        var options = Family.Options with { Builder = builder };
        var run = await Family.OpenAsync(options);
        await run.PlanAsync(CancellationToken.None);
        Family.Write(file, content);
        await Family.BuildAsync(run, options);
        await Should.ThrowAsync<FailedException>(() => run.PublishAsync(CancellationToken.None));
    }
}
