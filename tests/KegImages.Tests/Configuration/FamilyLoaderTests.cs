using KegImages.Configuration;
using KegImages.Images;

namespace KegImages.Tests.Configuration;

public sealed class FamilyLoaderTests : IDisposable
{
    private const string Keg = """
        provider: ghcr.io/simpleviewinc
        default: { aliases: [master] }
        groups:
          base:    { folders: [images/base] }
          keg-hub: { folders: ['images/*', '!images/base'] }
          taps:    { folders: ['taps/*'] }
        args: { KEG_NODE_IMAGE: 'node:20' }
        contexts: { keg-hub: https://github.com/simpleviewinc/keg-hub.git#develop }
        images:
          keg-base: { folder: images/base }
          keg-herkin: { alias: herkin, platforms: [linux/amd64] }
        """;

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg(Keg)
        .Add("samples/README.md", "")
        .Add("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nCOPY --from=keg-hub / /keg-hub\n")
        .Add("images/tap/container/Dockerfile",
            "FROM ghcr.io/simpleviewinc/keg-base:develop\nONBUILD ARG DOC_APP_PATH\nONBUILD COPY "
                + "--from=ghcr.io/simpleviewinc/keg-core:develop /a /b\nONBUILD RUN --mount=type=secret,id=ca true\n")
        .Add("images/keg-core/container/Dockerfile", "FROM ghcr.io/simpleviewinc/keg-base:develop\n")
        .Add("taps/events-force/container/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
        .Add("taps/events-force/container/values.yml",
            "env:\n  IMAGE: evf\n  DOC_APP_PATH: /keg/{{ envs.IMAGE }}\n  LOCAL: '{{ cli.x }}'\n  KEG_IMAGE_FROM: "
                + "ghcr.io/simpleviewinc/evf:{{ cli.settings.docker.defaultTag }}\n  KEG_PROXY_PORT: 19006\n")
        .Add("taps/keg-herkin/container/Dockerfile",
            "ARG BROWSERS=quay.io/browsers:1\nARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE AS tap-base\nFROM $BROWSERS\nCOPY --from=tap-base "
                + "/a /a\n")
        .Add("taps/keg-herkin/container/values.yml", "env:\n  KEG_BASE_IMAGE: tap:master\ncontext: ..\nports: [1, 2]\n")
        .Add("taps/README/notes.md", "no image");

    [Fact]
    public async Task The_family_is_discovered_from_folders_and_dockerfiles()
    {
        var (settings, family) = await folder.LoadAsync();

        settings.Provider.ToString().ShouldBe("ghcr.io/simpleviewinc");
        family.Images.Select(image => $"{image.Group.Name}/{image.Name}")
            .ShouldBe(["base/keg-base", "keg-hub/keg-core", "keg-hub/tap", "taps/evf", "taps/keg-herkin"]);
        Edges(family).ShouldBe(
        [
            "keg-base From node:20 by KEG_NODE_IMAGE",
            "keg-core From ghcr.io/simpleviewinc/keg-base:develop = keg-base",
            "tap From ghcr.io/simpleviewinc/keg-base:develop = keg-base",
            "evf From ghcr.io/simpleviewinc/tap:develop = tap by KEG_BASE_IMAGE",
            "evf Copy ghcr.io/simpleviewinc/keg-core:develop = keg-core",
            "keg-herkin From tap:master = tap by KEG_BASE_IMAGE",
            "keg-herkin Copy ghcr.io/simpleviewinc/keg-core:develop = keg-core",
            "keg-herkin From quay.io/browsers:1 by BROWSERS",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Contexts_are_the_folder_above_container_or_the_folder_itself()
    {
        var family = (await folder.LoadAsync()).Family;

        string Context(string name) => Path.GetRelativePath(folder.Root, family.Find(name)!.ContextPath);
        Context("keg-base").ShouldBe("images/base");
        Context("evf").ShouldBe("taps/events-force");
        Context("herkin").ShouldBe("taps/keg-herkin");
        family.Find("evf")!.DockerfilePath.ShouldBe(Path.Combine(folder.Root, "taps/events-force/container/Dockerfile"));
        family.Find("evf")!.ValuesPath.ShouldBe(Path.Combine(folder.Root, "taps/events-force/container/values.yml"));
        family.Find("keg-base")!.ValuesPath.ShouldBeNull();
    }

    [Fact]
    public async Task Values_are_filled_in_and_those_that_cannot_be_are_no_problem_until_they_are_needed()
    {
        var evf = (await folder.LoadAsync()).Family.Find("evf")!;

        evf.Args["DOC_APP_PATH"].ShouldBe("/keg/evf");
        evf.Args.ShouldNotContainKey("LOCAL");
        evf.KegImageFrom!.ToString().ShouldBe("ghcr.io/simpleviewinc/evf:develop");
        evf.KegBaseImage!.ToString().ShouldBe("ghcr.io/simpleviewinc/tap:develop");
        evf.Ports.ShouldBe([19006]);
        (await folder.LoadAsync()).Family.Find("herkin")!.Ports.ShouldBe([1, 2]);

        folder.Add("taps/events-force/container/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\nARG LOCAL\n");
        (await folder.ProblemsAsync()).ShouldBe(
            ["taps/events-force/container/values.yml:4:3: LOCAL: '{{ cli.x }}' stands for nothing known"]);
    }

    [Fact]
    public async Task ONBUILD_of_a_parent_belongs_to_its_children_and_not_to_their_children()
    {
        folder.Add("taps/leaf/Dockerfile", "FROM ghcr.io/simpleviewinc/evf:develop\n");
        var family = (await folder.LoadAsync()).Family;

        family.Find("evf")!.Use.DeclaredArgs.ShouldContain("DOC_APP_PATH");
        family.Find("evf")!.Use.Secrets.Select(mount => mount.Id).ShouldBe(["ca"]);
        family.Find("tap")!.Use.Secrets.ShouldBeEmpty();
        family.Find("leaf")!.Use.DeclaredArgs.ShouldBeEmpty();
        family.ParentsOf(family.Find("leaf")!).Select(parent => parent.Name.ToString()).ShouldBe(["evf"]);
    }

    [Fact]
    public async Task The_command_line_changes_the_node_image_and_contexts()
    {
        var plain = (await folder.LoadAsync()).Family.Find("keg-base")!;
        var local = (await folder.LoadAsync(FamilyOverrides.Of("localhost:5000/root:1", ["keg-hub=samples"]))).Family.Find("keg-base")!;

        plain.Contexts["keg-hub"].ShouldBe("https://github.com/simpleviewinc/keg-hub.git#develop");
        plain.Use.Contexts.ShouldBe(["keg-hub"]);
        local.Contexts["keg-hub"].ShouldBe(Path.Combine(folder.Root, "samples"));
        local.Parents.ShouldHaveSingleItem().Reference.ToString().ShouldBe("localhost:5000/root:1");
    }

    [Fact]
    public async Task Folders_of_another_checkout_are_mapped_without_editing_them()
    {
        using var other = new FamilyFolder()
            .Add("containers/base/Dockerfile", "ARG NODE\nFROM $NODE\n")
            .Add("containers/base/values.yml",
                "env:\n  IMAGE: keg-base\n  KEG_CONTEXT_PATH: '{{ cli.paths.cli }}'\n  KEG_BASE_IMAGE: "
                    + "ghcr.io/simpleviewinc/keg-base:develop\n")
            .Add("containers/proxy/values.yml", "env:\n  IMAGE: keg-proxy\n")
            .Add("tap/container/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/simpleviewinc/keg-base:develop\nFROM $KEG_BASE_IMAGE as base\n");
        var way = "../" + Path.GetFileName(other.Root);
        folder.Keg($$"""
            provider: ghcr.io/simpleviewinc
            groups:
              base: { folders: ['{{way}}/containers/*', '!{{way}}/containers/proxy'] }
              taps: { folders: ['{{way}}/tap/container'] }
            args: { NODE: 'node:20' }
            images:
              keg-base: { context: '{{way}}' }
              snack: { folder: '{{way}}/tap', alias: tap-snack, target: base, dockerfile: '{{way}}/tap/container/Dockerfile', args: { A: b }, ports: [3000] }
            """);

        var family = (await folder.LoadAsync()).Family;

        family.Images.Select(image => image.Name.ToString()).ShouldBe(["keg-base", "snack"]);
        family.Images[0].ContextPath.ShouldBe(other.Root);
        var snack = family.Find("tap-snack")!;
        (snack.ContextPath, snack.Target, snack.Args["A"], snack.Ports.Single()).ShouldBe(
            (Path.Combine(other.Root, "tap"), "base", "b", 3000));
        snack.Parents.ShouldHaveSingleItem().Location.ToString().ShouldBe($"{way}/tap/container/Dockerfile:2");
    }

    [Fact]
    public async Task Of_several_values_for_an_arg_the_nearest_wins()
    {
        folder.Add("taps/events-force/container/Dockerfile", "ARG KEG_BASE_IMAGE=x.io/default:1\nFROM $KEG_BASE_IMAGE\n");
        async Task<string> Parent(FamilyOverrides? overrides = null) =>
            (await folder.LoadAsync(overrides)).Family.Find("evf")!.Parents[0].Reference.ToString();

        (await Parent()).ShouldBe("x.io/default:1");
        folder.Keg(Keg.Replace("args: { KEG_NODE_IMAGE: 'node:20' }", "args: { KEG_NODE_IMAGE: 'node:20', KEG_BASE_IMAGE: 'x.io/keg:1' }",
            StringComparison.Ordinal));
        (await Parent()).ShouldBe("x.io/keg:1");
        folder.Add("taps/events-force/container/values.yml", "env:\n  IMAGE: evf\n  KEG_BASE_IMAGE: x.io/values:1\n");
        (await Parent()).ShouldBe("x.io/values:1");
        folder.Add("taps/events-force/container/values.yml",
            "env:\n  IMAGE: evf\n  KEG_BASE_IMAGE: x.io/values:1\nargs:\n  KEG_BASE_IMAGE: x.io/args:1\n");
        (await Parent()).ShouldBe("x.io/args:1");
        folder.Keg(Keg.Replace("images:", "images:\n  evf: { args: { KEG_BASE_IMAGE: 'x.io/image:1' } }", StringComparison.Ordinal));
        (await Parent()).ShouldBe("x.io/image:1");
        (await Parent(FamilyOverrides.None with
        {
            Args = FamilyOverrides.None.Args.Add("KEG_BASE_IMAGE",
                new Located<string>("x.io/given:1", new SourceLocation("the command line"))),
        })).ShouldBe("x.io/given:1");
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<string> Edges(Family family) =>
        from image in family.Images
        from edge in image.Parents
        select $"{image.Name} {edge.Use} "
            + $"{edge.Reference}{(edge.Member is null ? "" : $" = {edge.Member}")}{(edge.Argument is null ? "" : $" by {edge.Argument}")}";
}
