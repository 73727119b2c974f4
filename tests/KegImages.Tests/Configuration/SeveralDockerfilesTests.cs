using KegImages.Images;

namespace KegImages.Tests.Configuration;

public sealed class SeveralDockerfilesTests : IDisposable
{
    private readonly FamilyFolder folder = new();

    [Fact]
    public async Task A_pattern_of_files_makes_each_an_image_that_is_called_by_its_own_part()
    {
        folder.Keg("provider: a.io/b\ngroups:\n  base: { folders: ['docker/Dockerfile.*', '!docker/Dockerfile.old'] }\n"
                + "  apps: { folders: ['docker/*.Dockerfile'] }\nimages: { web: { args: { A: b } } }")
            .Add("docker/Dockerfile.base", "FROM node:20\n").Add("docker/Dockerfile.old", "FROM\n")
            .Add("docker/Dockerfile.base.dockerignore", "*\n").Add("docker/base.Dockerfile.dockerignore", "*\n")
            .Add("docker/web.Dockerfile", "FROM a.io/b/base:develop\nARG A\n").Add("docker/api.dockerfile", "FROM base:develop\n");

        var family = (await folder.LoadAsync()).Family;

        Shown(family).ShouldBe(
        [
            "base/base: docker/Dockerfile.base in docker",
            "apps/web: docker/web.Dockerfile in docker on base",
        ]);
        family.Find("web")!.Args["A"].ShouldBe("b");
    }

    [Theory]
    [InlineData("docker/Dockerfile.*", "docker/Dockerfile.a", "a")]
    [InlineData("docker/Dockerfile.a", "docker/Dockerfile.a", "a")]
    [InlineData("docker/Dockerfile*", "docker/Dockerfile", "docker")]
    [InlineData("*.Dockerfile", "py3.12.Dockerfile", "py3.12")]
    [InlineData("images/*/Dockerfile.prod", "images/web/Dockerfile.prod", "web")]
    [InlineData("images/*/Dockerfile.*", "images/web/Dockerfile.prod", "web-prod")]
    [InlineData("images/*/Dockerfile", "images/web/Dockerfile", "web")]
    [InlineData("images/**/*.Dockerfile", "images/a/b/dev.Dockerfile", "b-dev")]
    [InlineData("images/*/container/Dockerfile.prod", "images/web/container/Dockerfile.prod", "web")]
    [InlineData("tools.Dockerfile", "tools.Dockerfile/Dockerfile", "tools")]
    public async Task An_image_is_called_by_what_the_pattern_leaves_open(string pattern, string path, string name)
    {
        folder.Keg($"provider: a.io/b\ngroups: {{ base: {{ folders: ['{pattern}'] }} }}"
            + (name == "tools" ? "\nimages: { tools: { folder: tools.Dockerfile } }" : "")).Add(path, "FROM node:20\n");

        (await folder.LoadAsync()).Family.Images.ShouldHaveSingleItem().Name.ToString().ShouldBe(name);
    }

    [Fact]
    public async Task The_context_of_a_file_is_its_folder_and_the_one_above_container()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: ['*/container/Dockerfile.prod', 'docker/Dockerfile.x'] } }")
            .Add("web/container/Dockerfile.prod", "FROM node:20\n").Add("docker/Dockerfile.x", "FROM node:20\n");

        Shown((await folder.LoadAsync()).Family).ShouldBe(
            ["base/web: web/container/Dockerfile.prod in web", "base/x: docker/Dockerfile.x in docker"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_image_is_declared_where_no_folder_finds_it()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: [base] }, apps: { parent: base } }\nimages:\n"
                + "  odd: { group: apps, dockerfile: build/odd.txt, context: src }\n"
                + "  plain: { group: apps, folder: tools }\n")
            .Add("base/Dockerfile", "FROM node:20\n").Add("build/odd.txt", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
            .Add("src/x", "").Add("tools/container/Dockerfile", "FROM base:develop\n");

        Shown((await folder.LoadAsync()).Family).ShouldBe(
        [
            "base/base: base/Dockerfile in base",
            "apps/odd: build/odd.txt in src on base",
            "apps/plain: tools/container/Dockerfile in tools on base",
        ]);
    }

    [Fact]
    public async Task Variants_are_declared_each_with_its_Dockerfile_s_folder()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: {} }\nimages:\n  python:\n    group: base\n    dockerfile: '{V}/Dockerfile'\n"
                + "    variants: { V: ['3.12', '3.13'], default: '3.13' }\n")
            .Add("3.12/Dockerfile", "FROM debian\n").Add("3.13/Dockerfile", "FROM debian\n");

        Shown((await folder.LoadAsync()).Family).ShouldBe(
            ["base/python:3.12: 3.12/Dockerfile in 3.12", "base/python:3.13: 3.13/Dockerfile in 3.13"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_folder_is_one_image_for_each_entry_that_names_it()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: ['*'] }, apps: {} }\nimages:\n"
                + "  web: { target: run }\n"
                + "  web-dev: { folder: web, target: dev, group: apps }\n"
                + "  web-test: { folder: web, dockerfile: web/Dockerfile.test }\n")
            .Add("web/Dockerfile", "FROM node:20 AS run\nFROM run AS dev\nCOPY --from=a.io/b/web-test:develop / /\n")
            .Add("web/Dockerfile.test", "FROM web:develop\n");

        Shown((await folder.LoadAsync()).Family).ShouldBe(
        [
            "base/web: web/Dockerfile in web run",
            "base/web-test: web/Dockerfile.test in web on web",
            "apps/web-dev: web/Dockerfile in web dev on web-test",
        ]);
    }

    [Fact]
    public async Task Between_targets_of_one_Dockerfile_a_stage_is_no_edge_and_a_reference_is_one()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: [app] } }\nimages:\n"
                + "  app: { folder: app, target: runtime }\n  app-dev: { folder: app, target: dev }\n"
                + "  app-ci: { folder: app, target: ci }\n")
            .Add("app/Dockerfile", "FROM node:20 AS build\nFROM debian AS runtime\nCOPY --from=build / /\nFROM runtime AS dev\n"
                + "FROM a.io/b/app:develop AS ci\nCOPY --from=a.io/b/app-dev:develop / /\n");

        var family = (await folder.LoadAsync()).Family;

        Shown(family).ShouldBe(
        [
            "base/app: app/Dockerfile in app runtime",
            "base/app-dev: app/Dockerfile in app dev",
            "base/app-ci: app/Dockerfile in app ci on app and app-dev",
        ]);
        family.Find("app-ci")!.Parents.ShouldAllBe(parent => parent.Member != null);
    }

    [Fact]
    public async Task What_values_yml_can_say_of_one_image_only_it_says_of_the_one_that_it_names()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: [app] } }\nimages:\n"
                + "  app-dev: { folder: app, target: dev }\n  evf: { folder: app }\n")
            .Add("app/values.yml", "env:\n  IMAGE: evf\n  KEG_IMAGE_FROM: a.io/b/evf:develop\n  HOME_OF: /{{ envs.IMAGE }}\nalias: events\n"
                + "target: run\nports: [80]\n")
            .Add("app/Dockerfile", "ARG IMAGE\nFROM node:20 AS run\nFROM run AS dev\n");

        var family = (await folder.LoadAsync()).Family;

        var (evf, dev) = (family.Find("events")!, family.Find("app-dev")!);
        (evf.Name.ToString(), evf.Target, evf.Args["HOME_OF"], evf.SharesValues).ShouldBe(("evf", "run", "/evf", false));
        evf.KegImageFrom!.ToString().ShouldBe("a.io/b/evf:develop");
        (dev.Alias, dev.Target, dev.Args["HOME_OF"], dev.SharesValues).ShouldBe(("app-dev", "dev", "/app-dev", true));
        dev.KegImageFrom.ShouldBeNull();
        dev.Ports.ShouldBe([80]);
    }

    [Theory]
    [InlineData("x: { dockerfile: docker/Dockerfile.x }", "keg.yml:3:28: images.x.dockerfile: no group finds 'docker/Dockerfile.x'\n"
        + "  say the image's group beside it (group: base, group: apps), or add the file to groups.<name>.folders")]
    [InlineData("x: { folder: docker }", "keg.yml:3:24: images.x.folder: 'docker' is no image folder of any group\n"
        + "  say the image's group beside it (group: base, group: apps), or add the folder to groups.<name>.folders")]
    [InlineData("x: { group: aps, dockerfile: docker/Dockerfile.x }",
        "keg.yml:3:23: images.x.group: no group 'aps' (did you mean 'apps'?): base, apps")]
    [InlineData("x: { group: apps, dockerfile: docker/y }", "keg.yml:3:41: images.x.dockerfile: there is no file 'docker/y'")]
    [InlineData("x: { group: apps, folder: gone }", "keg.yml:3:37: images.x.folder: there is no folder 'gone'")]
    [InlineData("x: { group: apps, folder: docker }", "docker: folder 'docker' has no Dockerfile\n"
        + "  it has Dockerfile.x: name such files under folders, as in 'docker/Dockerfile.x'")]
    [InlineData("x: { group: apps }", "keg.yml:3:11: images.x: the group 'apps' is said to have it, and nothing says what it is made from\n"
        + "  say it beside the group: dockerfile: x/Dockerfile, or folder: x")]
    [InlineData("x: { folder: base, args: { A: b } }, y: { folder: base, args: { A: b } }",
        "keg.yml:3:48: 'y' is built as 'x' (keg.yml:3:11) is: from base/Dockerfile, with the same context and args\n"
        + "  say what tells it apart: its target, dockerfile, context or args; a second name for one image is its alias")]
    public async Task What_is_declared_wrongly_is_said_with_the_choices(string image, string problem)
    {
        folder.Keg($"provider: a.io/b\ngroups: {{ base: {{ folders: [base] }}, apps: {{ folders: ['apps/*'] }} }}\nimages: {{ {image} }}")
            .Add("base/Dockerfile", "FROM node:20\n").Add("docker/Dockerfile.x", "FROM node:20\n");

        var problems = await folder.ProblemsAsync();

        problems.ShouldHaveSingleItem().ReplaceLineEndings("\n").ShouldBe(problem);
    }

    [Fact]
    public async Task Two_images_of_one_stage_with_different_args_are_two()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: [base] } }\nimages:\n"
                + "  x: { folder: base, args: { A: b } }\n  y: { folder: base }\n")
            .Add("base/Dockerfile", "FROM node:20\nARG A\n");

        (await folder.LoadAsync()).Family.Images.Select(image => image.Name.ToString()).ShouldBe(["x", "y"]);
    }

    [Fact]
    public async Task A_group_with_nothing_in_it_is_refused()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: [base] }, apps: {} }").Add("base/Dockerfile", "FROM node:20\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith("keg.yml:2:38: groups.apps: there is nothing in it");
    }

    [Fact]
    public async Task A_name_that_is_not_legal_gets_one_with_the_lines_that_say_it()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: ['images/*', 'docker/Dockerfile.*'] } }")
            .Add("images/My_App/container/Dockerfile", "FROM node:20\n").Add("images/my_app/Dockerfile", "FROM node:20\n")
            .Add("images/Foo..Bar/Dockerfile", "FROM node:20\n").Add("docker/Dockerfile.Chrome", "FROM node:20\n")
            .Add("images/v/Dockerfile", "FROM node:20\n").Add("images/v/values.yml", "IMAGE: V\n");

        const string Rule = "is not an image name: lowercase letters and digits are allowed, with '.', '_', '__' or '-' between them";
        (await folder.ProblemsAsync()).Select(problem => problem.ReplaceLineEndings("\n")).ShouldBe(
        [
            $"docker/Dockerfile.Chrome: 'Chrome' {Rule}\n  call it 'chrome' in keg.yml:\n    images:\n"
                + "      chrome: { dockerfile: docker/Dockerfile.Chrome }",
            $"images/Foo..Bar/Dockerfile: 'Foo..Bar' {Rule}\n  call it 'foo-bar' in keg.yml:\n    images:\n"
                + "      foo-bar: { folder: images/Foo..Bar }",
            $"images/My_App/container/Dockerfile: 'My_App' {Rule}\n  call it 'my_app-2' in keg.yml:\n    images:\n"
                + "      my_app-2: { folder: images/My_App }",
            $"images/v/values.yml:1:1: 'V' {Rule}\n  write IMAGE: v in images/v/values.yml, or in keg.yml:\n    images:\n"
                + "      v: { folder: images/v }",
        ]);
    }

    [Fact]
    public async Task The_proposed_lines_are_taken()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: ['images/*', 'docker/Dockerfile.*'] } }\nimages:\n"
                + "  chrome: { dockerfile: docker/Dockerfile.Chrome }\n  foo-bar: { folder: images/Foo..Bar }\n")
            .Add("images/Foo..Bar/Dockerfile", "FROM node:20\n").Add("docker/Dockerfile.Chrome", "FROM node:20\n");

        (await folder.LoadAsync()).Family.Images.Select(image => image.Name.ToString()).ShouldBe(["chrome", "foo-bar"]);
    }

    public void Dispose() => folder.Dispose();

    private IEnumerable<string> Shown(Family family) => family.Images.Select(image =>
        $"{image.Group.Name}/{image.Name}: {Path.GetRelativePath(folder.Root, image.DockerfilePath)} in "
            + Path.GetRelativePath(folder.Root, image.ContextPath) + (image.Target is { } target ? $" {target}" : "")
            + (family.ParentsOf(image).Select(parent => parent.Name).ToList() is { Count: > 0 } parents
                ? $" on {string.Join(" and ", parents)}" : ""));
}
