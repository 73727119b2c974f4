using KegImages.Configuration;
using KegImages.Pipeline;
using KegImages.References;

namespace KegImages.Tests.Configuration;

public sealed class ParentPinTests : IDisposable
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Groups = """
        groups:
          base: { folders: [app-base] }
          taps: { folders: ['taps/*'] }
        """;

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg($"provider: ghcr.io/acme\n{Groups}\n").Add("app-base/Dockerfile", "FROM node:22\n");

    [Theory]
    [InlineData("FROM ghcr.io/acme/app-base:1.0", "1: FROM ghcr.io/acme/app-base:1.0", "1.0")]
    [InlineData("FROM ghcr.io/acme/app-base", "1: FROM ghcr.io/acme/app-base", "latest, which no tag means")]
    [InlineData("FROM --platform=$BUILDPLATFORM ghcr.io/acme/app-base:1.0", "1: FROM ghcr.io/acme/app-base:1.0", "1.0")]
    [InlineData("FROM ghcr.io/acme/app-base@" + Sha, "1: FROM ghcr.io/acme/app-base@" + Sha, "by a digest")]
    [InlineData("FROM ghcr.io/acme/app-base:develop@" + Sha, "1: FROM ghcr.io/acme/app-base:develop@" + Sha, "by a digest")]
    [InlineData("FROM scratch\nCOPY --from=ghcr.io/acme/app-base:1.0 /a /a", "2: COPY --from=ghcr.io/acme/app-base:1.0", "1.0")]
    [InlineData("FROM a\nRUN --mount=from=ghcr.io/acme/app-base:1.0,target=/a a", "2: RUN --mount=from=ghcr.io/acme/app-base:1.0", "1.0")]
    [InlineData("ARG REG=ghcr.io/acme\nARG TAG=1.0\nFROM ${REG}/app-base:${TAG}", "3: FROM ghcr.io/acme/app-base:1.0", "1.0")]
    [InlineData("FROM GHCR.IO/acme/app-base:1.0", "1: FROM GHCR.IO/acme/app-base:1.0", "1.0")]
    public async Task A_pin_that_the_family_never_publishes_is_refused_at_its_line(string dockerfile, string said, string never)
    {
        folder.Add("taps/app/Dockerfile", dockerfile + "\n");
        var reference = said[(said.LastIndexOf(said.Contains('=', StringComparison.Ordinal) ? '=' : ' ') + 1)..];

        (await folder.ProblemsAsync()).ShouldBe(
        [
            $"taps/app/Dockerfile:{said}: this family builds 'app-base' and calls it develop, not {never}{Environment.NewLine}"
            + $"  write ghcr.io/acme/app-base:develop for the family's own, or list '{reference}' under external: in keg.yml "
            + "to build on that very image",
        ]);
    }

    [Theory]
    [InlineData("ghcr.io/acme/app-base:1.0", "FROM ghcr.io/acme/app-base:1.0")]
    [InlineData("app-base:1.0", "FROM ghcr.io/acme/app-base:1.0")]
    [InlineData("app-base", "FROM ghcr.io/acme/app-base:1.0")]
    [InlineData("ghcr.io/acme/app-base", "FROM scratch\nCOPY --from=ghcr.io/acme/app-base@" + Sha + " /a /a")]
    [InlineData("ghcr.io/acme/app-base@" + Sha, "FROM node\nRUN --mount=from=ghcr.io/acme/app-base@" + Sha + ",target=/a true")]
    [InlineData("ghcr.io/acme/app-base:latest", "ARG REG=ghcr.io/acme\nFROM $REG/app-base")]
    public async Task What_external_lists_is_used_as_pinned_and_the_family_s_own_stays_its_own(string external, string dockerfile)
    {
        folder.Keg($"provider: ghcr.io/acme\n{Groups}\nexternal: ['{external}']\n")
            .Add("taps/app/Dockerfile", dockerfile + "\n").Add("taps/own/Dockerfile", "FROM ghcr.io/acme/app-base:develop\n");

        var family = (await folder.LoadAsync()).Family;

        family.Find("app")!.Parents.ShouldContain(edge => edge.Member == null && edge.Reference.Name == "app-base");
        family.Find("own")!.Parents.ShouldHaveSingleItem().Member.ShouldBe(ImageName.Parse("app-base"));
    }

    [Theory]
    [InlineData("app-base")]
    [InlineData("app-base:latest")]
    [InlineData("docker.io/library/app-base")]
    [InlineData("docker.io/library/app-base:latest")]
    [InlineData("ghcr.io/acme/app-base")]
    [InlineData("ghcr.io/acme/app-base:latest")]
    public async Task With_latest_for_a_default_tag_every_spelling_of_it_is_the_family_s_own(string reference)
    {
        folder.Keg($"provider: ghcr.io/acme\ndefault: {{ tag: latest }}\n{Groups}\n")
            .Add("taps/app/Dockerfile", $"FROM {reference}\nCOPY --from={reference} /a /a\n");

        (await folder.LoadAsync()).Family.Find("app")!.Parents.ShouldAllBe(edge => edge.Member == ImageName.Parse("app-base"));
    }

    [Theory]
    [InlineData("FROM nginx")]
    [InlineData("FROM nginx:latest")]
    [InlineData("FROM docker.io/library/nginx:latest")]
    [InlineData("FROM docker.io/nginx")]
    public async Task An_image_that_has_the_name_of_one_of_Docker_Hub_s_is_built_on_that_one_and_is_no_cycle(string dockerfile)
    {
        folder.Keg($"provider: ghcr.io/acme\ndefault: {{ tag: latest }}\n{Groups}\n")
            .Add("taps/nginx/Dockerfile", dockerfile + "\nCOPY x /x\n").Add("taps/site/Dockerfile", "FROM ghcr.io/acme/nginx\n");

        var family = (await folder.LoadAsync()).Family;

        family.Find("nginx")!.Parents.ShouldHaveSingleItem().Member.ShouldBeNull();
        family.ParentsOf(family.Find("site")!).ShouldHaveSingleItem().Name.ToString().ShouldBe("nginx");
    }

    [Fact]
    public async Task An_image_is_never_its_own_parent_and_can_be_built_on_one_that_it_was_published_as()
    {
        folder.Add("taps/l1/Dockerfile", "FROM ghcr.io/acme/l1:develop\n");
        (await folder.ProblemsAsync()).ShouldBe(
        [
            $"taps/l1/Dockerfile:1: FROM ghcr.io/acme/l1:develop: that is 'l1' itself, and no image is its own parent{Environment.NewLine}"
            + "  write another image, or list 'ghcr.io/acme/l1:develop' under external: in keg.yml "
            + "to build it on the one that was published before",
        ]);

        folder.Keg($"provider: ghcr.io/acme\n{Groups}\nexternal: ['ghcr.io/acme/l1:develop', 'ghcr.io/acme/l2:stable']\n")
            .Add("taps/l2/Dockerfile", "FROM ghcr.io/acme/l2:stable\n")
            .Add("taps/l3/Dockerfile", "FROM ghcr.io/acme/l2:develop\nCOPY --from=ghcr.io/acme/l2:stable /a /a\n");
        var family = (await folder.LoadAsync()).Family;

        family.Find("l1")!.Parents.ShouldHaveSingleItem().Member.ShouldBeNull();
        family.Find("l2")!.Parents.ShouldHaveSingleItem().Member.ShouldBeNull();
        family.Find("l3")!.Parents.Select(edge => edge.Member?.ToString()).ShouldBe(["l2", null]);
    }

    [Fact]
    public async Task A_tag_cannot_be_the_one_published_before_for_its_own_image_and_the_one_built_now_for_others()
    {
        folder.Keg($"provider: ghcr.io/acme\n{Groups}\nexternal: ['ghcr.io/acme/l1:develop']\n")
            .Add("taps/l1/Dockerfile", "FROM ghcr.io/acme/l1:develop\n").Add("taps/l2/Dockerfile", "FROM ghcr.io/acme/l1:develop\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(
            "taps/l2/Dockerfile:1: FROM ghcr.io/acme/l1:develop: 'l1' is built on that image itself (taps/l1/Dockerfile:1), "
            + "so it can be the one that was published before or the one that is built now");
    }

    [Theory]
    [InlineData("ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE", "args: { KEG_BASE_IMAGE: 'ghcr.io/acme/app-base:1.0' }", 2, "KEG_BASE_IMAGE")]
    [InlineData("ARG TAG\nFROM ghcr.io/acme/app-base:$TAG\n", "args: { TAG: '1.0' }\n", 2, "TAG")]
    [InlineData("ARG TAG\nARG REF=ghcr.io/acme/app-base:${TAG}\nFROM $REF AS x\n", "args: { TAG: '1.0' }\n", 3, "TAG")]
    public async Task A_pin_that_comes_from_a_file_is_told_with_the_file(string dockerfile, string values, int line, string arg)
    {
        folder.Add("taps/app/Dockerfile", dockerfile).Add("taps/app/values.yml", values);

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(
            $"taps/app/Dockerfile:{line}: FROM ghcr.io/acme/app-base:1.0: this family builds 'app-base' and calls it develop, not 1.0; "
            + $"{arg} is from taps/app/values.yml:1:9{Environment.NewLine}");
    }

    [Fact]
    public async Task A_parent_that_keg_yml_chooses_for_a_group_is_pinned_like_all_others()
    {
        folder.Keg($"provider: ghcr.io/acme\n{Groups.Replace(" }", ", parent: 'ghcr.io/acme/app-base:1.0' }", StringComparison.Ordinal)}\n")
            .Add("taps/app/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(
            "taps/app/Dockerfile:2: FROM ghcr.io/acme/app-base:1.0: this family builds 'app-base' and calls it develop, not 1.0; "
            + "KEG_BASE_IMAGE is from keg.yml:4:40");
    }

    [Fact]
    public async Task A_stage_and_a_named_context_win_over_an_image_of_their_name()
    {
        folder.Keg($"provider: ghcr.io/acme\ndefault: {{ tag: latest }}\n{Groups}\ncontexts: {{ tools: https://example.com/tools.git }}\n")
            .Add("taps/app/Dockerfile", "FROM node AS app-base\nFROM app-base\nCOPY --from=tools /a /a\nCOPY --from=app-base /b /b\n")
            .Add("taps/tools/Dockerfile", "FROM docker.io/library/tools:latest\n");

        var family = (await folder.LoadAsync()).Family;

        family.Find("app")!.Parents.ShouldHaveSingleItem().Reference.ToString().ShouldBe("node");
        family.Find("tools")!.Parents.ShouldBeEmpty("the context's name is that image's, however it is written");
    }

    [Theory]
    [InlineData("FROM node AS node\n", "1: FROM node")]
    [InlineData("FROM scratch AS Node\nFROM docker.io/library/node:latest\n", "2: FROM docker.io/library/node:latest")]
    public async Task A_stage_that_BuildKit_would_take_for_the_image_of_its_name_is_refused(string dockerfile, string said)
    {
        folder.Add("taps/app/Dockerfile", dockerfile);

        (await folder.ProblemsAsync()).ShouldBe(
        [
            $"taps/app/Dockerfile:{said}: the stage 'node' (line 1) is called so too, and BuildKit would take the image for the stage"
            + $"{Environment.NewLine}  give the stage another name, or the image a tag other than latest",
        ]);
    }

    [Theory]
    [InlineData("FROM node:22 AS node\n")]
    [InlineData("ARG NODE=node\nFROM $NODE AS node\n")]
    [InlineData("FROM node@" + Sha + " AS node\n")]
    [InlineData("FROM ghcr.io/acme/app-base:develop AS app-base\nFROM app-base\n")]
    public async Task A_stage_may_be_called_as_the_repository_of_an_image(string dockerfile) =>
        (await folder.Add("taps/app/Dockerfile", dockerfile).LoadAsync()).Family.Find("app").ShouldNotBeNull();

    [Theory]
    [InlineData("docker-image://ghcr.io/acme/app-base:develop", "'ghcr.io/acme/app-base:develop' is this family's image 'app-base'")]
    [InlineData("docker-image://app-base:develop", "'app-base:develop' is this family's image 'app-base', and a named context is never")]
    [InlineData("docker-image://Wrong", "'Wrong' is not an image reference: expected [registry/]repository[:tag][@digest]")]
    [InlineData("docker-image://ghcr.io/acme/app-base:1.0", null)]
    [InlineData("docker-image://alpine", null)]
    public async Task A_named_context_that_is_an_image_is_that_very_one_and_never_one_that_is_built_here(string value, string? problem)
    {
        folder.Keg($"provider: ghcr.io/acme\n{Groups}\ncontexts: {{ it: '{value}' }}\n")
            .Add("taps/app/Dockerfile", "FROM scratch\nCOPY --from=it /a /a\n");

        if (problem is null)
            (await folder.LoadAsync()).Family.Find("app")!.Contexts["it"].ShouldBe(value);
        else
            (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith($"keg.yml:5:13: contexts.it: {problem}");
    }

    [Theory]
    [InlineData("node=./app-base")]
    [InlineData("docker.io/library/node:latest=./app-base")]
    [InlineData("index.docker.io/node=./app-base")]
    public async Task A_context_of_the_command_line_replaces_an_image_however_either_is_written(string context)
    {
        folder.Add("taps/app/Dockerfile", "FROM docker.io/node\nCOPY --from=library/node:latest /a /a\n");

        var app = (await folder.LoadAsync(FamilyOverrides.Of(null, [context]))).Family.Find("app")!;

        app.Parents.ShouldBeEmpty();
        app.Use.Contexts.ShouldBe(["node"]);
        app.Contexts["node"].ShouldBe(Path.Combine(folder.Root, "app-base"));
    }

    [Fact]
    public async Task Images_from_outside_are_one_to_the_lock_however_they_are_written()
    {
        folder.Add("taps/a/Dockerfile", "FROM docker.io/library/node:22\n")
            .Add("taps/b/Dockerfile", "FROM index.docker.io/node:22\n")
            .Add("taps/c/Dockerfile", "FROM node\nCOPY --from=node:latest /a /a\n");

        OutsideTags.Of((await folder.LoadAsync()).Family).Select(edge => edge.Reference.Familiar).ShouldBe(["node:22", "node"]);
    }

    public void Dispose() => folder.Dispose();
}
