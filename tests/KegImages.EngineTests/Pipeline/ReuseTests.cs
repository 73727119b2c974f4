using KegImages.EngineTests.Engine;
using KegImages.References;

namespace KegImages.EngineTests.Pipeline;

/// <summary>What exists is taken from the registry, whichever branch or machine made it; only what is missing is built.</summary>
public sealed class ReuseTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact]
    public async Task When_nothing_changed_one_request_an_image_tells_it_and_nothing_is_written()
    {
        // A root image of its own, so that nobody else asks for it meanwhile.
        var (root, own) = (Engine.Endpoint.RootImage.ToString(), Family.Reference("root", "1").ToString());
        await Engine.DockerAsync("pull", "--quiet", root);
        await Engine.DockerAsync("tag", root, own);
        await Engine.DockerAsync("push", "--quiet", own);
        Family.Write("images/base/Dockerfile", $"FROM {own}\nCOPY file /base\n");
        await Family.CommitAsync("on its own root");
        await Family.PushAsync();
        var record = await Family.DigestAsync("keg-family", "develop");
        var before = (await Family.RequestsAsync()).Length;

        await Family.PushAsync();

        var asked = (await Family.RequestsAsync())[before..];
        asked.ShouldAllBe(line => line.Contains("\"HEAD ", StringComparison.Ordinal) || line.Contains("\"GET ", StringComparison.Ordinal));
        // The record, the alias's record, that which is kept for the commit, the image that the base is built on, and the images.
        asked.Length.ShouldBe(4 + Names.Length, string.Join('\n', asked));
        (await Family.DigestAsync("keg-family", "develop")).ShouldBe(record);
        Family.Printed.ToString().ShouldContain("nothing moved");
    }

    [EngineFact]
    public async Task A_new_branch_takes_the_very_digests_and_no_layer_is_moved()
    {
        await Family.PushAsync();
        await Family.GitAsync("switch", "--quiet", "--create", "feature/x");
        var before = (await Family.RequestsAsync()).Length;

        await Family.PushAsync();

        Family.Builds.ShouldBeEmpty();
        var asked = (await Family.RequestsAsync())[before..];
        asked.Where(line => !line.Contains("/keg-family/", StringComparison.Ordinal))
            .ShouldAllBe(line => !line.Contains("/blobs/", StringComparison.Ordinal));
        foreach (var name in Names)
        {
            (await Family.DigestAsync(name, "feature-x")).ShouldBe(await Family.DigestAsync(name, "develop"));
            // Asked for, put, read back, and looked at once more when the record stands; what it is stood in the default tag's record.
            asked.Count(line => line.Contains($"/{name}/manifests/", StringComparison.Ordinal)).ShouldBe(4, string.Join('\n', asked));
        }

        Family.Printed.ToString().ShouldContain("develop has it already");
    }

    [EngineFact]
    public async Task After_a_merge_the_default_tag_gets_the_very_digest_that_the_branch_tested()
    {
        await Family.PushAsync();
        await Family.GitAsync("switch", "--quiet", "--create", "feature/x");
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("changes one");
        await Family.PushAsync();
        var tested = await Family.DigestAsync("one", "feature-x");
        await Family.GitAsync("switch", "--quiet", "develop");
        await Family.GitAsync("merge", "--quiet", "feature/x");

        await Family.PushAsync();

        Family.Builds.ShouldBeEmpty();
        tested.ShouldNotBeNull();
        (await Family.DigestAsync("one", "develop")).ShouldBe(tested);
        (await Family.DigestAsync("one", "master")).ShouldBe(tested);
    }

    [EngineFact]
    public async Task On_another_machine_with_another_path_and_other_file_times_nothing_is_built_and_no_layer_is_moved()
    {
        await Family.PushAsync();
        using var elsewhere = await Family.CloneAsync();
        var before = (await Family.RequestsAsync()).Length;

        await elsewhere.PushAsync(elsewhere.Options with { Tag = "by-hand" });

        elsewhere.Root.ShouldNotBe(Family.Root);
        elsewhere.Builds.ShouldBeEmpty();
        var asked = (await Family.RequestsAsync())[before..];
        foreach (var name in Names)
        {
            (await Family.DigestAsync(name, "by-hand")).ShouldBe((await Family.DigestAsync(name, "develop")).ShouldNotBeNull());
            asked.ShouldNotContain(line => line.Contains($"/{name}/blobs/", StringComparison.Ordinal));
        }
    }

    [EngineFact]
    public async Task Where_the_registry_has_none_of_our_records_everything_is_built_and_one_line_says_so()
    {
        await Family.PushAsync();

        Family.Builds.Order().ShouldBe(["base", "one", "tap", "two"]);
        await Family.PushAsync();
        Family.Builds.ShouldBeEmpty();
        Family.Printed.ToString().Split('\n')
            .Count(line => line.StartsWith("Note: ", StringComparison.Ordinal)
            && line.Contains("has no family record of develop: ", StringComparison.Ordinal)).ShouldBe(1, Family.Printed.ToString());
    }

    [EngineFact]
    public async Task Force_builds_what_exists()
    {
        await Family.PushAsync();

        await Family.PushAsync(Family.Options with { Force = true });

        Family.Builds.Order().ShouldBe(["base", "one", "tap", "two"]);
    }

    [EngineFact]
    public async Task After_a_revert_nothing_is_built_and_the_first_digest_is_back()
    {
        await Family.PushAsync();
        var first = await Family.DigestAsync("one", "develop");
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("changes one");
        await Family.PushAsync();
        (await Family.DigestAsync("one", "develop")).ShouldNotBe(first);
        Family.Write("taps/one/file", "one 1");
        await Family.CommitAsync("changes it back");

        await Family.PushAsync();

        Family.Builds.ShouldBeEmpty();
        (await Family.DigestAsync("one", "develop")).ShouldBe(first);
        (await Family.RecordAsync("develop")).Find(ImageName.Parse("one"))!.Digest.ShouldBe(first);
    }

    [EngineFact]
    public async Task After_a_red_run_the_next_builds_only_what_is_missing()
    {
        Family.Write("taps/one/Dockerfile", "FROM ghcr.io/example/tap:develop\nRUN exit 3\n");
        await Family.CommitAsync("breaks one");
        await Should.ThrowAsync<FailedException>(() => Family.PushAsync());
        foreach (var name in Names)
            (await Family.DigestAsync(name, "develop")).ShouldBeNull();
        Family.Write("taps/one/Dockerfile", "FROM ghcr.io/example/tap:develop\n");
        await Family.CommitAsync("mends it");

        await Family.PushAsync();

        Family.Builds.ShouldBe(["one"]);
        foreach (var name in Names)
            (await Family.DigestAsync(name, "develop")).ShouldNotBeNull();
    }

    [EngineFact]
    public async Task When_a_parent_was_built_again_its_children_are_built_on_it()
    {
        await Family.PushAsync();
        Family.Write("README.md", "gives the images another time");
        await Family.CommitAsync("newer");
        await Family.PushAsync(Family.Options with { Images = ["keg-base"], Force = true });
        var forced = (await Family.DigestAsync("keg-base", "develop")).ShouldNotBeNull();

        await Family.PushAsync();

        Family.Builds.ShouldNotContain("base");
        Family.Builds.Order().ShouldBe(["one", "tap", "two"]);
        Family.Printed.ToString().ShouldContain("its parent keg-base was built again since");
        (await Family.RecordAsync("develop")).Find(ImageName.Parse("tap"))!.Parents.ShouldHaveSingleItem().Digest.ShouldBe(forced);
    }
}
