using KegImages.EngineTests.Engine;
using KegImages.Planning;

namespace KegImages.EngineTests.Pipeline;

public sealed class PinnedParentTests(EngineFixture engine) : GitFamilyTests(engine)
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    [EngineFact]
    public async Task A_tag_of_the_family_s_own_that_it_never_publishes_is_refused_and_is_built_on_as_it_is_where_external_lists_it()
    {
        await Family.PushAsync();
        var pinned = Family.Reference("keg-base", "1.0");
        var old = (await Family.DigestAsync("keg-base", "develop")).ShouldNotBeNull();
        await Family.TagAsync("keg-base", old, "1.0");
        await Family.TagAsync("one", (await Family.DigestAsync("one", "develop")).ShouldNotBeNull(), "1.0");
        WriteKeg();
        Family.Write("images/base/file", "base 2");
        var (@base, tap) = (Family.Reference("keg-base", "develop"), Family.Reference("tap", "develop"));
        var one = Family.Reference("one", "1.0");
        // On an older image of what is built on it: no cycle, because that one is there.
        Family.Write("images/tap/Dockerfile", $"FROM {@base}\nCOPY --from={one} /one /tap\n");
        Family.Write("taps/one/Dockerfile", $"FROM {pinned}\nCOPY --from={tap} /base /now\nRUN cat /base /now > /both\n");
        Family.Write("taps/two/Dockerfile", $"FROM {tap}\nRUN --mount=from={pinned},target=/old cat /old/base /base > /both\n");
        await Family.CommitAsync("pins");

        var problems = (await Should.ThrowAsync<WrongUseException>(Family.PushAsync())).Problems;
        problems.Select(problem => problem.ToString().Split(Environment.NewLine)[0]).ShouldBe(
        [
            $"images/tap/Dockerfile:2: COPY --from={one}: this family builds 'one' and calls it develop or master, not 1.0",
            $"taps/one/Dockerfile:1: FROM {pinned}: this family builds 'keg-base' and calls it develop or master, not 1.0",
            $"taps/two/Dockerfile:2: RUN --mount=from={pinned}: this family builds 'keg-base' and calls it develop or master, not 1.0",
        ]);
        (await Family.DigestAsync("keg-base", "develop")).ShouldBe(old, "nothing was built, and no tag moved");

        WriteKeg(external: "keg-base:1.0, one");
        await Family.CommitAsync("external");
        await Family.PushAsync();

        var layers = await LayersAsync("keg-base", "1.0");
        (await LayersAsync("one", "develop")).Take(layers.Length).ShouldBe(layers);
        (await Family.DigestAsync("keg-base", "1.0")).ShouldBe(old);
        (await Family.DigestAsync("keg-base", "develop")).ShouldNotBe(old);
        (await CatAsync("one", "/both")).ShouldBe("base 1base 2");
        (await CatAsync("two", "/both")).ShouldBe("base 1base 2");
        var labels = (await Family.ConfigAsync("one", "develop")).Labels;
        (labels[ImageLabels.BaseName], labels[ImageLabels.BaseDigest]).ShouldBe((pinned.ToString(), old.ToString()));

        await Family.PushAsync();
        Family.Builds.ShouldBeEmpty("an older image of a repository in the set is no outdated parent");
    }

    [EngineFact]
    public async Task Every_spelling_of_a_parent_is_given_at_its_digest_in_FROM_in_COPY_and_in_a_mount()
    {
        var keg = await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"));
        Family.Write("keg.yml", keg.Replace("tag: develop, aliases: [master]", "tag: latest, aliases: [develop]", Ordinal));
        Family.Write("taps/two/Dockerfile", """
            FROM docker.io/library/tap AS one
            FROM index.docker.io/library/keg-base:latest
            COPY --from=one /tap /from
            COPY --from=library/tap:latest /tap /copy
            RUN --mount=from=docker.io/tap,target=/mounted cat /mounted/tap /base > /mount
            """);
        await Family.CommitAsync("spellings");

        // No registry has any of these names: only what the family builds can stand for them.
        await Family.PushAsync();

        (await CatAsync("two", "/from", "/copy", "/mount")).ShouldBe("tap 1tap 1tap 1base 1");
        var layers = await LayersAsync("keg-base", "latest");
        (await LayersAsync("two", "latest")).Take(layers.Length).ShouldBe(layers);
    }

    [EngineFact]
    public async Task BuildKit_takes_a_build_context_for_the_stage_of_its_name_which_is_why_such_a_stage_is_refused()
    {
        Family.Write("stage/Dockerfile", $"FROM {Engine.Endpoint.RootImage} AS node\nCOPY file /stage\n");
        Family.Write("stage/file", "of the stage");
        var (folder, image) = (Path.Combine(Family.Root, "stage"), Family.Reference("stage", "x").ToString());

        var context = $"node=docker-image://{Engine.Endpoint.RootImage}";
        await Engine.DockerAsync("buildx", "build", "--build-context", context, "--tag", image, "--load", folder);

        (await Engine.DockerAsync("run", "--rm", image, "ls", "/")).Split('\n').ShouldNotContain("stage");
    }

    private void WriteKeg(string? external = null) => Family.Write("keg.yml", $$"""
        provider: {{Family.Reference("x", "x").ToString()[..^4]}}
        default: { branch: develop, tag: develop, aliases: [master] }
        groups:
          base: { folders: [images/base] }
          hub: { folders: [images/tap] }
          taps: { folders: ['taps/*'] }
        images:
          keg-base: { folder: images/base }
        external: [{{external}}]
        """);

    private async Task<string> CatAsync(string name, params string[] files)
    {
        var digest = (await Family.DigestAsync(name, "develop")).ShouldNotBeNull();
        var pinned = Family.Reference(name, "develop").At(digest).ToString();
        return (await Engine.DockerAsync(["run", "--rm", pinned, "cat", .. files])).TrimEnd('\n');
    }

    private async Task<References.Digest[]> LayersAsync(string name, string tag) => [.. (await Family.ConfigAsync(name, tag)).DiffIds];
}
