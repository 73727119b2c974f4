using KegImages.EngineTests.Engine;
using KegImages.Planning;

namespace KegImages.EngineTests.Pipeline;

public sealed class PushTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact]
    public async Task On_the_default_branch_default_tag_alias_and_content_tag_are_one_digest()
    {
        await Family.PushAsync();

        foreach (var name in Names)
        {
            var digest = (await Family.DigestAsync(name, "develop")).ShouldNotBeNull();
            (await Family.DigestAsync(name, "master")).ShouldBe(digest);
            var content = (await Family.TagsAsync(name)).Where(tag =>
                tag.StartsWith("fp-", StringComparison.Ordinal) && !tag.Contains('.', StringComparison.Ordinal)).ShouldHaveSingleItem();
            (await Family.DigestAsync(name, content)).ShouldBe(digest);
            Family.Printed.ToString().ShouldContain(digest.Abbreviated);
        }

        Family.Printed.ToString().ShouldContain("pushed 4 images");
    }

    [EngineFact]
    public async Task A_child_is_built_from_the_parent_just_pushed()
    {
        await Family.PushAsync();
        Family.Write("images/base/file", "base 2");
        await Family.CommitAsync("second");

        await Family.PushAsync();

        var (@base, tap, one, two) =
            (await LayersAsync("keg-base"), await LayersAsync("tap"), await LayersAsync("one"), await LayersAsync("two"));
        tap.Take(@base.Length).ShouldBe(@base);
        one.Take(tap.Length).ShouldBe(tap);
        two.Take(@base.Length).ShouldBe(@base);
        (await Engine.DockerAsync("run", "--rm",
            Family.Reference("one", "develop").At((await Family.DigestAsync("one", "develop"))!)
                .ToString(), "cat", "/parents", "/greeting"))
            .ShouldBe("base 2tap 1hello\n");
    }

    [EngineFact]
    public async Task Images_carry_labels_of_their_source_and_their_base_and_no_path_of_this_machine()
    {
        await Family.PushAsync();

        var labels = (await Family.ConfigAsync("one", "develop")).Labels;
        labels[ImageLabels.Branch].ShouldBe("develop");
        labels[ImageLabels.Revision].Length.ShouldBe(40);
        labels[ImageLabels.Created].ShouldEndWith("Z");
        labels[ImageLabels.BaseName].ShouldBe("ghcr.io/example/tap:develop");
        labels[ImageLabels.BaseDigest].ShouldBe((await Family.DigestAsync("tap", "develop"))!.ToString());
        labels["org.opencontainers.image.ref.name"].ShouldBe("develop");
        labels.Values.ShouldAllBe(value => !value.Contains(Family.Root, StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task A_second_push_builds_nothing_and_changes_no_digest()
    {
        await Family.PushAsync();
        var before = await Task.WhenAll(Names.Select(name => Family.DigestAsync(name, "develop")));

        await Family.PushAsync();

        Family.Builds.ShouldBeEmpty();
        (await Task.WhenAll(Names.Select(name => Family.DigestAsync(name, "develop")))).ShouldBe(before);
    }

    [EngineFact]
    public async Task A_changed_leaf_is_the_only_image_that_is_built()
    {
        await Family.PushAsync();
        Family.Write("taps/one/file", "one 2");

        await Family.PushAsync();

        Family.Builds.ShouldBe(["one"]);
    }

    [EngineFact]
    public async Task Another_branch_gets_its_own_tag_and_the_default_tag_stays()
    {
        await Family.PushAsync();
        var develop = await Family.DigestAsync("one", "develop");
        await Family.GitAsync("switch", "--quiet", "--create", "Feature/Login");
        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("on the branch");

        await Family.PushAsync();

        (await Family.DigestAsync("one", "develop")).ShouldBe(develop);
        (await Family.DigestAsync("one", "feature-login")).ShouldNotBeNull().ShouldNotBe(develop);
        (await Family.DigestAsync("two", "feature-login")).ShouldBe(await Family.DigestAsync("two", "develop"));
    }

    [EngineFact]
    public async Task A_tap_alone_is_built_on_the_provider_s_parent_which_is_not_built()
    {
        await Family.PushAsync();
        var tap = await Family.DigestAsync("tap", "develop");
        Family.Write("images/tap/file", "changed, but not asked for");
        Family.Write("taps/one/file", "one 2");

        await Family.PushAsync(Family.Options with { Taps = ["one"], Tag = "my-changes-tag" });

        Family.Builds.ShouldBe(["one"]);
        (await Family.DigestAsync("tap", "develop")).ShouldBe(tap);
        (await Family.TagsAsync("tap")).ShouldNotContain("my-changes-tag");
        (await Family.TagsAsync("two")).ShouldNotContain("my-changes-tag");
        var layers = await LayersAsync("tap");
        (await LayersAsync("one", "my-changes-tag")).Take(layers.Length).ShouldBe(layers);
    }

    [EngineFact]
    public async Task Where_the_provider_lacks_the_parent_the_error_names_the_command_that_makes_it()
    {
        var run = await Family.OpenAsync(Family.Options with { Taps = ["one"] });

        var error = await Should.ThrowAsync<WrongUseException>(() => run.PlanAsync(CancellationToken.None));

        error.Message.ShouldContain("taps/one/Dockerfile:2: ");
        error.Message.ShouldContain("has no tap:develop to build on");
        error.Message.ShouldContain("./build.sh BuildKegHub --push --tag develop");
        Family.Builds.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task Without_a_push_images_stay_in_the_engine_and_the_registry_hears_nothing_of_them()
    {
        var options = Family.Options with { Push = false };
        var run = await Family.OpenAsync(options);
        await Family.BuildAsync(run, options);
        Family.Builds.Order().ShouldBe(["base", "one", "tap", "two"]);

        var again = await Family.OpenAsync(options);
        await Family.BuildAsync(again, options);

        Family.Builds.ShouldBeEmpty();
        foreach (var name in Names)
            (await Family.TagsAsync(name)).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_dry_run_prints_commands_that_build_the_same_when_pasted_and_runs_none()
    {
        var options = Family.Options with { DryRun = true };
        await Family.PushAsync(options);
        Family.Builds.ShouldBeEmpty();
        foreach (var name in Names)
            (await Family.TagsAsync(name)).ShouldBeEmpty();

        var script = string.Join('\n',
            Family.Printed.ToString().Split('\n').Where(line => line.Contains(" buildx build ", StringComparison.Ordinal)));
        (await new Processes.ProcessRunner().RunAsync(new Commands.Command("bash", "-e", "-c", script), null, null,
            CancellationToken.None)).OrThrow();

        await Family.PushAsync();
        Family.Builds.ShouldBeEmpty("what was pasted made every image that a run asks for");
    }

    private async Task<References.Digest[]> LayersAsync(string name, string tag = "develop") =>
        [.. (await Family.ConfigAsync(name, tag)).DiffIds];
}
