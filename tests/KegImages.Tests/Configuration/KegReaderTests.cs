using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

public sealed class KegReaderTests
{
    private const string Whole = """
        provider: ghcr.io/simpleviewinc
        default: { branch: main, tag: edge, aliases: [latest, edge] }
        groups:
          base: { folders: [images/base] }
          keg-hub: { folders: [images/core, '!images/old'], parent: keg-base }
          taps:
            folders: ['taps/*']
        args: { NODE_IMAGE: node:20, EMPTY: '', PORT: 80 }
        contexts: { keg-hub: https://github.com/simpleviewinc/keg-hub.git#develop }
        platforms: [linux/amd64, linux/arm64/v8]
        builders: [{ name: far, slots: 8, platforms: [linux/arm64] }, { name: default }]
        external: [old, redis]
        images:
          keg-core: { folder: images/core, alias: core, dockerfile: a/Dockerfile, context: a, target: t, platforms: [linux/amd64], args: { A: b }, contexts: { c: d }, ports: [80] }
        """;

    [Fact]
    public void Every_key_is_read()
    {
        var (settings, problems) = KegReader.Read(Whole, "keg.yml");

        problems.ShouldBeEmpty();
        settings.ShouldNotBeNull();
        settings.Provider.ToString().ShouldBe("ghcr.io/simpleviewinc");
        settings.DefaultBranch.ShouldBe("main");
        settings.DefaultTag.ToString().ShouldBe("edge");
        settings.Aliases.Select(alias => alias.ToString()).ShouldBe(["latest"], "an alias that is the default tag itself adds nothing");
        settings.Groups.Select(group => group.Group.Name).ShouldBe(["base", "keg-hub", "taps"]);
        settings.Groups.Select(group => group.Group.Order).ShouldBe([0, 1, 2]);
        settings.Groups[1].Folders.Select(folder => folder.Value).ShouldBe(["images/core", "!images/old"]);
        settings.Groups.Select(group => group.Parent?.Value.ToString())
            .ShouldBe([null, "ghcr.io/simpleviewinc/keg-base:edge", "ghcr.io/simpleviewinc/tap:edge"]);
        settings.Args.ShouldContainKeyAndValue("PORT", new Located<string>("80", new SourceLocation("keg.yml", 8, 41)));
        settings.Args["EMPTY"].Value.ShouldBe("");
        settings.Contexts["keg-hub"].Value.ShouldBe("https://github.com/simpleviewinc/keg-hub.git#develop");
        settings.Platforms.ShouldBe(["linux/amd64", "linux/arm64/v8"]);
        settings.Builders.Select(builder => (builder.Name, builder.Slots, string.Join(',', builder.Platforms)))
            .ShouldBe([("far", 8, "linux/arm64"), ("default", null, "")]);
        settings.External.Select(external => external.ToString()).ShouldBe(["old", "redis"]);

        var image = settings.Images.ShouldHaveSingleItem();
        (image.Name.Value.ToString(), image.Folder?.Value, image.Alias?.Value, image.Dockerfile?.Value, image.Context?.Value, image.Target)
            .ShouldBe(("keg-core", "images/core", "core", "a/Dockerfile", "a", "t"));
        image.Platforms.ShouldBe(["linux/amd64"]);
        image.Args["A"].Value.ShouldBe("b");
        image.Contexts["c"].Value.ShouldBe("d");
        image.Ports.ShouldBe([80]);
    }

    [Fact]
    public void Branch_and_tag_are_develop_where_nothing_else_is_said()
    {
        var (settings, problems) = KegReader.Read("provider: localhost:5000/x\ngroups: { all: { folders: [a] } }", "keg.yml");

        problems.ShouldBeEmpty();
        (settings!.DefaultBranch, settings.DefaultTag.ToString(), settings.Aliases.Length).ShouldBe(("develop", "develop", 0));
        settings.Groups.ShouldHaveSingleItem().Parent.ShouldBeNull("the only group is the base's");
    }

    [Theory]
    [InlineData("", "keg.yml: the file is empty: 'provider' and 'groups' are needed")]
    [InlineData("# nothing\n", "keg.yml: the file is empty: 'provider' and 'groups' are needed")]
    [InlineData("[a]", "keg.yml:1:1: the file: expected a mapping, found a list")]
    [InlineData("provider: x\n",
        "keg.yml:1:11: provider: 'x' is not a provider: expected registry/namespace, such as ghcr.io/simpleviewinc")]
    [InlineData("provider: ghcr.io/Acme/Images",
        "keg.yml:1:11: provider: 'ghcr.io/Acme/Images' is not a provider: a registry has lowercase letters alone: ghcr.io/acme/images")]
    [InlineData("groups: { a: { folders: [b] } }",
        "keg.yml:1:1: 'provider' is missing: The registry and namespace that the images live under.")]
    [InlineData("provider: a.io/b",
        "keg.yml:1:1: 'groups' is missing: The groups of images, in the order in which they build on each other.")]
    [InlineData("provider: a.io/b\ngroups: { a: { folders: [b] } }\nbuilders: [{ slots: 2 }]",
        "keg.yml:3:12: 'builders.name' is missing: The builder's name, as docker buildx ls shows it.")]
    [InlineData("provider: a.io/b\ngroups: { a: { folders: [b] } }\nbuilders: [{ name: a, slots: 0 }]",
        "keg.yml:3:30: builders.slots: '0' is not a whole number from 1 to 1000")]
    [InlineData("provider: a.io/b\ngroups: { a: { folders: [b] } }\nbuilders: [{ name: a }, { name: a }]",
        "keg.yml:3:25: 'a' is among the builders already: how many images it builds at once is said by its slots")]
    [InlineData("provider: a.io/b\ngroups: {}", "keg.yml:2:9: groups: the mapping is empty")]
    [InlineData("provider: a.io/b\ngroups:\n", "keg.yml:2:8: groups: expected a mapping, found nothing")]
    [InlineData("provider: a.io/b\ngroups: { a: { folders: [] } }", "keg.yml:2:25: groups.a.folders: the list is empty")]
    [InlineData("provider: a.io/b\ngroups: { a: { folders: b } }", "keg.yml:2:25: groups.a.folders: expected a list, found 'b'")]
    [InlineData("provider: a.io/b\ngroups: { a: { folders: ['!'] } }", "keg.yml:2:26: groups.a.folders: '!' is not a folder")]
    [InlineData("provider: a.io/b\ngroups: { 'a b': { folders: [c] } }", "keg.yml:2:11: groups: 'a b' is not a group's name")]
    [InlineData("provider: a.io/b\ngroups: { a: { folders: [b], parent: 'A B' } }",
        "keg.yml:2:38: groups.a.parent: 'A B' is not an image reference")]
    [InlineData("provdier: a.io/b", "keg.yml:1:1: unknown key 'provdier' (did you mean 'provider'?): provider, providers, default,")]
    [InlineData("provider: a.io/b\ndefault: { tags: a }",
        "keg.yml:2:12: unknown key 'default.tags' (did you mean 'tag'?): branch, tag, aliases are allowed here")]
    [InlineData("provider: a.io/b\ndefault: { tag: .a }", "keg.yml:2:17: default.tag: '.a' is not a tag")]
    [InlineData("provider: a.io/b\ndefault: { aliases: ['a b'] }", "keg.yml:2:22: default.aliases: 'a b' is not a tag")]
    [InlineData("provider: a.io/b\nargs: { 1A: b }", "keg.yml:2:9: args: '1A' is not the name of a build arg")]
    [InlineData("provider: a.io/b\nargs: { A: }", "keg.yml:2:12: args.A: expected a text, found nothing")]
    [InlineData("provider: a.io/b\nargs: { A: [b] }", "keg.yml:2:12: args.A: expected a text, found a list")]
    [InlineData("provider: a.io/b\ncontexts: { A: b }", "keg.yml:2:13: contexts: 'A' is not the name of a build context")]
    [InlineData("provider: a.io/b\nplatforms: [linux]",
        "keg.yml:2:13: platforms: 'linux' is not a platform: expected os/architecture[/variant], such as linux/amd64")]
    [InlineData("provider: a.io/b\nexternal: ['tap:']", "keg.yml:2:12: external: 'tap:' is not an external image")]
    [InlineData("provider: a.io/b\nimages: { A: { } }", "keg.yml:2:11: images: 'A' is not an image name")]
    [InlineData("provider: a.io/b\nimages: { a: { alias: A } }", "keg.yml:2:23: images.a.alias: 'A' is not an alias")]
    [InlineData("provider: a.io/b\nimages: { a: { ports: [0] } }",
        "keg.yml:2:24: images.a.ports: '0' is not a whole number from 1 to 65535")]
    [InlineData("provider: a.io/b\nprovider: c.io/d", "keg.yml:2:1: this is not YAML: duplicate key provider")]
    [InlineData("a: b: c", "keg.yml:1:5: this is not YAML: while scanning a plain scalar value, found invalid mapping")]
    [InlineData("provider: a.io/b\ngroups:\n\ta: b",
        "keg.yml:3:1: this is not YAML: while scanning a mapping, found invalid tab as indentation")]
    [InlineData("provider: a.io/b\nargs: { A: *b }", "keg.yml:2:12: this is not YAML: the anchor 'b' does not exist")]
    [InlineData("args: [1, 2\nb: 3", "keg.yml:1:8: this is not YAML: it cannot be read beyond this (is a '[' or '{' not closed?)")]
    [InlineData("provider: a.io/b\n---\na: b", "keg.yml:3:1: a second document begins here: only one is allowed")]
    public void Wrong_text_is_refused_with_line_and_column(string text, string problem) =>
        KegReader.Read(text, "keg.yml").Problems.ShouldContain(found => found.ToString().StartsWith(problem, StringComparison.Ordinal),
            string.Join('\n', KegReader.Read(text, "keg.yml").Problems));

    [Fact]
    public void Problems_are_reported_together_and_what_can_be_read_is_read_all_the_same()
    {
        var (settings, problems) =
            KegReader.Read("provider: a.io/b\ndefault: { tag: '-' }\ngroups: { a: { folders: [c], x: y } }\nports: [1]", "keg.yml");

        problems.Select(problem => problem.Location!.ToString()).ShouldBe(["keg.yml:2:17", "keg.yml:3:30", "keg.yml:4:1"]);
        settings!.Groups.ShouldHaveSingleItem().Folders.ShouldHaveSingleItem().Value.ShouldBe("c");
    }

    [Fact]
    public void No_text_whatsoever_ends_in_anything_but_settings_and_problems()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var text = Whole.ToCharArray().ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Count);
                if (random.Next(2) == 0)
                    text.RemoveRange(at, Math.Min(random.Next(1, 5), text.Count - at));
                else
                    text.Insert(at, "[]{}:,&*!|>'\"%@`#-? \t\n~0a"[random.Next(25)]);
            }

            var mutant = new string([.. text]);
            Should.NotThrow(() => KegReader.Read(mutant, "keg.yml"), $"seed {seed}, round {round}:\n{mutant}");
            foreach (var problem in KegReader.Read(mutant, "keg.yml").Problems)
                problem.Location.ShouldNotBeNull($"seed {seed}, round {round}").Line.ShouldBeLessThanOrEqualTo(mutant.Split('\n').Length
                    + 1);
        }
    }
}
