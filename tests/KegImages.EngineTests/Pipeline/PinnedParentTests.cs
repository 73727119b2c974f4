using KegImages.EngineTests.Engine;
using KegImages.Planning;

namespace KegImages.EngineTests.Pipeline;

[Collection(EngineGroup.Name)]
public sealed class PinnedParentTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact]
    public async Task A_tag_of_the_family_s_own_that_it_never_publishes_is_refused_and_is_built_on_as_it_is_where_external_lists_it()
    {
        await Family.PushAsync();
        var pinned = Family.Reference("keg-base", "1.0");
        var old = (await Family.DigestAsync("keg-base", "develop")).ShouldNotBeNull();
        await Family.TagAsync("keg-base", old, "1.0");
        WriteKeg();
        Family.Write("images/base/file", "base 2");
        Family.Write("images/tap/Dockerfile", $"FROM {Family.Reference("keg-base", "develop")}\nCOPY file /tap\n");
        Family.Write("taps/one/Dockerfile", $"FROM {pinned}\nCOPY --from={Family.Reference("tap", "develop")} /base /now\nRUN cat /base /now > /both\n");
        Family.Write("taps/two/Dockerfile", $"FROM {Family.Reference("tap", "develop")}\nRUN --mount=from={Family.Reference("keg-base", "1.0")},target=/old cat /old/base /base > /both\n");
        await Family.CommitAsync("pins");

        var problems = (await Should.ThrowAsync<WrongUseException>(Family.PushAsync())).Problems;
        problems.Select(problem => problem.ToString().Split(Environment.NewLine)[0]).ShouldBe(
        [
            $"taps/one/Dockerfile:1: FROM {pinned}: this family builds 'keg-base' and publishes it as develop and master, never as 1.0",
            $"taps/two/Dockerfile:2: RUN --mount=from={pinned}: this family builds 'keg-base' and publishes it as develop and master, never as 1.0",
        ]);
        (await Family.DigestAsync("keg-base", "develop")).ShouldBe(old, "nothing was built, and no tag moved");

        WriteKeg(external: "keg-base:1.0");
        await Family.CommitAsync("external");
        await Family.PushAsync();

        (await LayersAsync("one")).Take((await LayersAsync("keg-base", "1.0")).Length).ShouldBe(await LayersAsync("keg-base", "1.0"));
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
        Family.Write("keg.yml", (await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"))).Replace("tag: develop, aliases: [master]", "tag: latest, aliases: [develop]", StringComparison.Ordinal));
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
        (await LayersAsync("two", "latest")).Take((await LayersAsync("keg-base", "latest")).Length).ShouldBe(await LayersAsync("keg-base", "latest"));
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

    private async Task<string> CatAsync(string name, params string[] files) =>
        await Engine.DockerAsync(["run", "--rm", Family.Reference(name, "develop").At((await Family.DigestAsync(name, "develop"))!).ToString(), "cat", .. files]);

    private async Task<Images.Digest[]> LayersAsync(string name, string tag = "develop") => [.. (await Family.ConfigAsync(name, tag)).DiffIds];
}
