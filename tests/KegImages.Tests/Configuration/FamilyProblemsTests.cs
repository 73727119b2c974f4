namespace KegImages.Tests.Configuration;

public sealed class FamilyProblemsTests : IDisposable
{
    private const string Keg = """
        provider: ghcr.io/simpleviewinc
        default: { aliases: [master] }
        groups:
          base: { folders: [base] }
          taps: { folders: ['taps/*'], parent: keg-base }
        external: [elsewhere, nginx]
        images: { keg-base: { folder: base } }
        """;

    private readonly FamilyFolder folder = new FamilyFolder().Keg(Keg).Add("base/Dockerfile", "FROM node:20\n");

    [Fact]
    public async Task A_folder_without_keg_yml_is_refused()
    {
        using var empty = new FamilyFolder();

        (await empty.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith($"there is no keg.yml in '{empty.Root}'");
    }

    [Fact]
    public async Task An_empty_family_says_which_folders_were_tried()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: ['images/*'] }, taps: { folders: ['taps/*', '**/tap'] } }")
            .Add("taps/notes/README.md", "");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem()
            .ShouldStartWith("keg.yml: the family is empty: no folder with a Dockerfile matches 'images/*' (base), 'taps/*' (taps), "
                + "'**/tap' (taps)");
    }

    [Theory]
    [InlineData("tpas/*", "keg.yml:5:21: groups.taps.folders: 'tpas/*' matches no folder: there is no 'tpas' (did you mean 'taps'?)")]
    [InlineData("taps/*", null)]
    [InlineData("elsewhere/*", null)]
    [InlineData("taps/own-*/x", null)]
    public async Task A_pattern_that_matches_nothing_may_wait_for_its_first_folder_but_not_beside_one_of_nearly_its_name(string pattern,
        string? problem)
    {
        folder.Keg(Keg.Replace("taps/*", pattern, StringComparison.Ordinal)).Add("taps/README.md", "");

        if (problem is null)
            await folder.LoadAsync();
        else
            (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldBe(problem);
    }

    [Theory]
    [InlineData("FROM ghcr.io/simpleviewinc/kge-base:develop",
        "taps/a/Dockerfile:1: FROM ghcr.io/simpleviewinc/kge-base:develop: no image 'kge-base' in this family (did you mean 'keg-base'?)")]
    [InlineData("FROM scratch\nCOPY --from=ghcr.io/simpleviewinc/x /a /a",
        "taps/a/Dockerfile:2: COPY --from=ghcr.io/simpleviewinc/x: no image 'x' in this family")]
    [InlineData("FROM scratch\nRUN --mount=from=ghcr.io/simpleviewinc/x:1,target=/a true",
        "taps/a/Dockerfile:2: RUN --mount=from=ghcr.io/simpleviewinc/x:1: no image 'x' in this family")]
    [InlineData("FROM keg-base:latest", "taps/a/Dockerfile:1: FROM keg-base:latest: 'keg-base' can be this family's image or Docker Hub's")]
    [InlineData("ARG KEG_BASE_IMAGE=ghcr.io/simpleviewinc/keg-base\nFROM $KEG_BASE_IMAGE",
        "taps/a/Dockerfile:2: KEG_BASE_IMAGE: 'ghcr.io/simpleviewinc/keg-base' has no tag")]
    [InlineData("ARG VERSION\nFROM node:$VERSION", "taps/a/Dockerfile:2:")]
    [InlineData("# nothing", "taps/a/Dockerfile")]
    [InlineData("FROM ghcr.io/simpleviewinc/a:develop", "taps/a/Dockerfile:1: FROM ghcr.io/simpleviewinc/a:develop: that is 'a' itself")]
    public async Task A_wrong_parent_is_refused_at_its_line(string dockerfile, string problem) =>
        (await folder.Add("taps/a/Dockerfile", dockerfile).ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(problem);

    [Theory]
    [InlineData("FROM ghcr.io/simpleviewinc/keg-base:develop", "keg-base")]
    [InlineData("FROM ghcr.io/simpleviewinc/keg-base:master", "keg-base")]
    [InlineData("FROM keg-base:develop", "keg-base")]
    [InlineData("FROM keg-base:master", "keg-base")]
    [InlineData("FROM ghcr.io/simpleviewinc/elsewhere:develop", null)]
    [InlineData("FROM ghcr.io/simpleviewinc/deeper/keg-base:develop", null)]
    [InlineData("FROM quay.io/simpleviewinc/keg-base:develop", null)]
    [InlineData("FROM simpleviewinc/keg-base:develop", null)]
    [InlineData("FROM nginx:develop", null)]
    [InlineData("FROM node:20", null)]
    public async Task A_reference_means_a_member_below_the_provider_or_by_a_bare_name_at_a_published_tag(string dockerfile, string? member)
    {
        var family = (await folder.Add("taps/a/Dockerfile", dockerfile).Add("taps/nginx/Dockerfile", "FROM nginx:1\n").LoadAsync()).Family;

        family.Find("a")!.Parents.ShouldHaveSingleItem().Member?.ToString().ShouldBe(member);
        family.Find("nginx")!.Parents.ShouldHaveSingleItem().Member.ShouldBeNull("it is Docker Hub's, not itself");
    }

    [Fact]
    public async Task A_provider_on_Docker_Hub_needs_no_registry_in_references()
    {
        folder.Keg("provider: docker.io/library-of-mine\ngroups: { all: { folders: ['taps/*'] } }")
            .Add("taps/a/Dockerfile", "FROM node\n").Add("taps/b/Dockerfile", "FROM library-of-mine/a:develop\n");

        var family = (await folder.LoadAsync()).Family;

        family.ParentsOf(family.Find("b")!).Select(parent => parent.Name.ToString()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_slip_in_the_name_of_a_context_is_not_taken_for_an_image()
    {
        folder.Keg(Keg + "\ncontexts: { keg-hub: https://example.com/hub.git }")
            .Add("taps/a/Dockerfile", "FROM scratch\nCOPY --from=keg-hup /a /a\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem()
            .ShouldStartWith("taps/a/Dockerfile:2: COPY --from=keg-hup: no stage or context 'keg-hup' (did you mean 'keg-hub'?)");
    }

    [Fact]
    public async Task An_unknown_KEG_BASE_IMAGE_names_the_file_that_chose_it()
    {
        folder.Add("taps/a/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
            .Add("taps/a/values.yml", "env:\n  KEG_BASE_IMAGE: ghcr.io/simpleviewinc/tap:develop\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem()
            .ShouldStartWith("taps/a/Dockerfile:2: FROM ghcr.io/simpleviewinc/tap:develop: no image 'tap' in this family; KEG_BASE_IMAGE "
                + "is from taps/a/values.yml:2:3");
    }

    [Fact]
    public async Task A_cycle_is_reported_once_with_its_whole_path()
    {
        folder.Add("taps/a/Dockerfile", "FROM ghcr.io/simpleviewinc/c:master\n")
            .Add("taps/b/Dockerfile", "FROM scratch\nCOPY --from=ghcr.io/simpleviewinc/a:develop /a /a\n")
            .Add("taps/c/Dockerfile", "# c\n\nFROM ghcr.io/simpleviewinc/b:develop\n")
            .Add("taps/below/Dockerfile", "FROM ghcr.io/simpleviewinc/c:develop\n");

        (await folder.ProblemsAsync()).ShouldBe(
            ["taps/a/Dockerfile:1: the images form a cycle, parent → child: a → b (taps/b/Dockerfile:2) → c (taps/c/Dockerfile:3) → a "
                + "(taps/a/Dockerfile:1)"]);
    }

    [Fact]
    public async Task A_child_in_an_earlier_group_than_its_parent_is_refused()
    {
        folder.Add("base/Dockerfile", "FROM ghcr.io/simpleviewinc/a:develop\n").Add("taps/a/Dockerfile", "FROM node:20\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem()
            .ShouldStartWith(
                "base/Dockerfile:1: FROM ghcr.io/simpleviewinc/a:develop: 'keg-base' is in group 'base', its parent 'a' in the later");
    }

    [Fact]
    public async Task Two_images_of_one_name_or_alias_are_refused_with_both_files()
    {
        folder.Add("taps/a/Dockerfile", "FROM node\n").Add("taps/a/values.yml", "alias: one\n")
            .Add("taps/b/Dockerfile", "FROM node\n").Add("taps/b/values.yml", "env: { IMAGE: a }\n")
            .Add("taps/c/Dockerfile", "FROM node\n").Add("taps/c/values.yml", "alias: one\n")
            .Add("taps/d/Dockerfile", "FROM node\n").Add("taps/d/values.yml", "alias: c\n");

        (await folder.ProblemsAsync()).ShouldBe(
        [
            "taps/b/values.yml:1:8: two images are called 'a': the other is at taps/a/Dockerfile",
            "taps/c/values.yml:1:8: two images have the alias 'one': the other is at taps/a/values.yml:1:8",
            "taps/d/values.yml:1:8: the alias 'c' of 'd' is the name of another image, at taps/c/Dockerfile",
        ]);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_together()
    {
        folder.Keg(Keg.Replace("'taps/*']", "'taps/*', gone, bare]", StringComparison.Ordinal)
            + "\ncolour: red\nimagse: {}\ncontexts: { src: nowhere }\n")
            .Add("bare/README.md", "")
            .Add("taps/Upper/Dockerfile", "FROM node\n")
            .Add("taps/a/Dockerfile", "FROM ghcr.io/simpleviewinc/kegbase:develop\n")
            .Add("taps/b/Dockerfile", "FORM node\nRUN true\n")
            .Add("taps/c/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
            .Add("taps/c/values.yml",
                "env:\n  KEG_BASE_IMAGE: ghcr.io/simpleviewinc/keg-base\n  KEG_IMAGE_FROM: C:C\n  KEG_PROXY_PORT: http\ncontext: nowhere\n")
            .Add("taps/d/container/values.yml", "env:\n  IMAGE: '{{ envs.NAME }}'\n")
            .Add("taps/e/container/values.yml", "env: [\n");

        var problems = await folder.ProblemsAsync();

        // What is wrong within a Dockerfile is worded, and tested, with its reader.
        problems.Select(problem =>
            problem.StartsWith("taps/b/", StringComparison.Ordinal) ? problem.Split(": ")[0] : problem.Split('\n')[0].TrimEnd()).ShouldBe(
        [
            "keg.yml:5:31: groups.taps.folders: there is no folder 'gone'",
            "keg.yml:5:37: folder 'bare' has no Dockerfile",
            "keg.yml:8:1: unknown key 'colour': provider, providers, default, tags, groups, args, contexts, secrets, ssh, notSecret, "
                + "templates, platforms, builders, runners, attest, sign, requireSigned, external, lint, proxy, workflows, downstream, images are "
                + "allowed here",
            "keg.yml:9:1: unknown key 'imagse' (did you mean 'images'?): provider, providers, default, tags, groups, args, contexts, secrets, "
                + "ssh, notSecret, templates, platforms, builders, runners, attest, sign, requireSigned, external, lint, proxy, workflows, "
                + "downstream, images are allowed here",
            "keg.yml:10:13: contexts.src: there is no folder 'nowhere'",
            "taps/Upper/Dockerfile: 'Upper' is not an image name: lowercase letters and digits are allowed, with '.', '_', '__' or '-' "
                + "between them",
            "taps/a/Dockerfile:1: FROM ghcr.io/simpleviewinc/kegbase:develop: no image 'kegbase' in this family (did you mean 'keg-base'?)",
            "taps/b/Dockerfile",
            "taps/b/Dockerfile:1",
            "taps/b/Dockerfile:2",
            "taps/c/values.yml:2:3: KEG_BASE_IMAGE: 'ghcr.io/simpleviewinc/keg-base' has no tag",
            "taps/c/values.yml:3:3: KEG_IMAGE_FROM: 'C:C' is not an image reference: expected [registry/]repository[:tag][@digest], the "
                + "repository in lowercase",
            "taps/c/values.yml:4:3: KEG_PROXY_PORT: 'http' is not a port from 1 to 65535",
            "taps/c/values.yml:5:10: context: there is no folder 'nowhere'",
            "taps/d/container: folder 'taps/d/container' has no Dockerfile",
            "taps/d/container/values.yml:2:3: IMAGE: '{{ envs.NAME }}' stands for nothing known",
            "taps/e/container: folder 'taps/e/container' has no Dockerfile",
            "taps/e/container/values.yml:2:1: this is not YAML: while parsing a node, did not find expected node content",
        ]);
    }

    [Theory]
    [InlineData("images: { evf: { alias: a } }", "keg.yml:7:11: images.evf: no image 'evf' in this family (did you mean 'evt'?)")]
    [InlineData("images: { evt: { dockerfile: x/Dockerfile } }", "keg.yml:7:30: images.evt.dockerfile: there is no file 'x/Dockerfile'")]
    [InlineData("images: { evt: { context: x } }", "keg.yml:7:27: context: there is no folder 'x'")]
    [InlineData("images: { evt: { contexts: { c: ./x } } }", "keg.yml:7:30: contexts.c: there is no folder './x'")]
    [InlineData("images: { evt: { contexts: { c: 'oci-layout:///x' } } }",
        "keg.yml:7:30: contexts.c: 'oci-layout:///x': a context is a folder, a git repository")]
    [InlineData("images: { evt: { contexts: { c: 'https://a.io/x.tar.gz' } } }",
        "keg.yml:7:30: contexts.c: 'https://a.io/x.tar.gz': a git repository's address ends with '.git'")]
    [InlineData("images: { evt: { contexts: { c: 'https://a.io/x.git?ref=main' } } }",
        "keg.yml:7:30: contexts.c: 'https://a.io/x.git?ref=main': a ref and a folder are written behind '#'")]
    [InlineData("images: { new: { folder: taps/new } }", "keg.yml:7:26: images.new.folder: 'taps/new' is no image folder of any group")]
    [InlineData("images: { one: { folder: taps/evt }, two: { folder: taps/evt } }",
        "keg.yml:7:38: 'two' is built as 'one' (keg.yml:7:11) is: from taps/evt/container/Dockerfile, with the same context and args")]
    [InlineData("groups: { base: { folders: ['taps/e*'] }, taps: { folders: ['taps/*'] } }",
        "keg.yml:7:61: folder 'taps/evt/container' is in group 'base' (keg.yml:7:29) and in group 'taps'")]
    public async Task What_keg_yml_says_of_images_must_be_so(string line, string problem)
    {
        var start = Keg.IndexOf("images:", StringComparison.Ordinal);
        var text = line.StartsWith("groups", StringComparison.Ordinal)
            ? $"provider: ghcr.io/simpleviewinc\n\n\n\n\n\n{line}"
            : Keg[..start] + line;
        folder.Keg(text).Add("taps/evt/container/Dockerfile", "FROM node\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(problem);
    }

    public void Dispose() => folder.Dispose();
}
