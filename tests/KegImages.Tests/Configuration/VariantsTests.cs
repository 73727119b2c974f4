using KegImages.Images;
using KegImages.References;

namespace KegImages.Tests.Configuration;

public sealed class VariantsTests : IDisposable
{
    private const string Keg = """
        provider: ghcr.io/acme
        default: { branch: main, tag: main, aliases: [latest] }
        groups:
          base: { folders: [base] }
          apps: { folders: ['apps/*'], parent: base }
        images:
          base:
            variants:
              ALPINE: ["3.22", "3.23"]
              default: "3.23"

        """;

    private readonly FamilyFolder folder = new FamilyFolder().Keg(Keg)
        .Add("base/Dockerfile", "ARG ALPINE\nFROM docker.io/library/alpine:${ALPINE}\nARG ALPINE\n")
        .Add("apps/old/Dockerfile", "FROM ghcr.io/acme/base:3.22\n")
        .Add("apps/new/Dockerfile", "FROM ghcr.io/acme/base\n");

    [Fact]
    public async Task Each_variant_is_an_image_of_its_own_with_edges_and_args_of_its_own()
    {
        var family = (await folder.LoadAsync()).Family;

        family.Images.Select(image => image.Name.ToString()).ShouldBe(["base:3.22", "base:3.23", "new", "old"]);
        family[ImageName.Parse("base:3.22")].Args["ALPINE"].ShouldBe("3.22");
        family[ImageName.Parse("base:3.22")].Parents.Single().Reference.ToString().ShouldBe("docker.io/library/alpine:3.22");
        Parents(family, "old").ShouldBe(["base:3.22"]);
        Parents(family, "new").ShouldBe(["base:3.23"], "latest is what the default variant is published as");
    }

    [Theory]
    [InlineData("base:3.22", "base:3.22")]
    [InlineData("base:3.23", "base:3.23")]
    [InlineData("base:main", "base:3.23")]
    [InlineData("base:latest", "base:3.23")]
    [InlineData("base:main-3.22", "base:3.22")]
    [InlineData("base:main-3.23", "base:3.23")]
    public async Task All_that_a_variant_is_published_as_means_it(string written, string means)
    {
        folder.Add("apps/old/Dockerfile", $"FROM ghcr.io/acme/{written}\n");

        Parents((await folder.LoadAsync()).Family, "old").ShouldBe([means]);
    }

    [Fact]
    public async Task A_tag_that_no_variant_is_published_as_is_refused_with_those_that_are()
    {
        folder.Add("apps/old/Dockerfile", "FROM ghcr.io/acme/base:3.21\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(
            "apps/old/Dockerfile:1: FROM ghcr.io/acme/base:3.21: this family builds 'base' and calls it 3.22, 3.23, not 3.21");
    }

    [Fact]
    public async Task A_variant_may_be_built_on_another_one_of_its_repository()
    {
        folder.Keg(Keg + "      include: [{ FROM: 'ghcr.io/acme/base:3.22', ALPINE: tools }]\n      name: '{ALPINE}'\n"
            + "      settings: { tools: { dockerfile: base/tools.Dockerfile } }\n")
            .Add("base/tools.Dockerfile", "ARG FROM\nFROM $FROM\n");

        var family = (await folder.LoadAsync()).Family;

        Parents(family, "base:tools").ShouldBe(["base:3.22"]);
        family.Images.Select(image => image.Name.ToString()).Take(3).ShouldBe(["base:3.22", "base:3.23", "base:tools"]);
    }

    [Fact]
    public async Task A_word_means_one_variant_or_all_of_a_repository()
    {
        var family = (await folder.LoadAsync()).Family;

        Names(family.Select(["base"])).ShouldBe(["base:3.22", "base:3.23"]);
        Names(family.Select(["base:3.22"])).ShouldBe(["base:3.22"]);
        family.Find("base")!.Name.ToString().ShouldBe("base:3.23");
        Should.Throw<WrongUseException>(() => family.Select(["base:3.24"])).Message
            .ShouldStartWith("--image base:3.24: no image 'base:3.24' in this family (did you mean 'base:3.2");
    }

    [Fact]
    public async Task A_repository_with_no_default_variant_is_no_single_image()
    {
        folder.Keg(Keg.Replace("default: \"3.23\"", "name: '{ALPINE}'", StringComparison.Ordinal)
                .Replace(", parent: base", "", StringComparison.Ordinal))
            .Add("apps/new/Dockerfile", "FROM ghcr.io/acme/base:3.23\n");

        var family = (await folder.LoadAsync()).Family;

        family.Find("base").ShouldBeNull();
        Names(family.Select(["base"])).ShouldBe(["base:3.22", "base:3.23"]);
    }

    [Fact]
    public async Task Paths_and_args_may_have_axes_in_them()
    {
        folder.Keg("""
            provider: ghcr.io/acme
            groups: { all: { folders: [python] } }
            images:
              python:
                dockerfile: "python/{VERSION}/{OS}/Dockerfile"
                context: "python/{VERSION}/{OS}"
                args: { SAYS: "{VERSION} on {OS}, {and} {\"a\": 1}" }
                variants:
                  VERSION: ["3.13", "3.14"]
                  OS: [bookworm, alpine]
                  exclude: [{ VERSION: "3.13", OS: alpine }]
            """)
            .Add("python/3.13/bookworm/Dockerfile", "FROM scratch\n")
            .Add("python/3.14/bookworm/Dockerfile", "FROM scratch\nCOPY . /\n")
            .Add("python/3.14/alpine/Dockerfile", "FROM scratch\n").Add("python/values.yml", "");

        var family = (await folder.LoadAsync()).Family;

        Names(family.Images).ShouldBe(["python:3.13-bookworm", "python:3.14-alpine", "python:3.14-bookworm"]);
        var last = family.Images[^1];
        last.DockerfilePath.ShouldEndWith("python/3.14/bookworm/Dockerfile");
        last.ContextPath.ShouldEndWith("python/3.14/bookworm");
        last.Args["SAYS"].ShouldBe("3.14 on bookworm, {and} {\"a\": 1}");
    }

    [Theory]
    [InlineData("ALPINE: []", "images.base.variants.ALPINE: the list is empty")]
    [InlineData("ALPINE: 3", "images.base.variants.ALPINE: expected a list, found '3'")]
    [InlineData("A: ['1']\n      default: '2'", "images.base.variants.default: no variant '2' (did you mean '1'?): 1")]
    [InlineData("A: ['1']\n      settings: { '2': {} }", "images.base.variants.settings: no variant '2' (did you mean '1'?): 1")]
    [InlineData("A: ['1']\n      settings: { '1': { traget: x } }",
        "unknown key 'images.base.variants.settings.1.traget' (did you mean 'target'?)")]
    [InlineData("A: ['1']\n      exclude: [{ B: '2' }]", "images.base.variants.exclude: no axis 'B' (did you mean 'A'?): A")]
    [InlineData("A: ['1', '2']\n      name: same", "images.base.variants: two combinations are called 'same': A: 1 and A: 2")]
    [InlineData("A: ['1']\n      name: '{a}'", "images.base.variants.name: '{a}' stands for nothing in A: 1 (did you mean 'A'?)")]
    [InlineData("A: ['a/b']", "images.base.variants: 'a/b' (A: a/b) is not the name of a variant")]
    [InlineData("A: [latest]", "images.base.variants: 'latest' would be published as 'latest', which means something else")]
    [InlineData("A: ['1', main-1]", "images.base.variants: 'main-1' and '1' would both be published as 'main-1'")]
    [InlineData("A: [fp-0123456789ab]", "images.base.variants: 'fp-0123456789ab' would be published as 'fp-0123456789ab'")]
    [InlineData("A: [a, b, c, d, e, f, g, h, i, j]\n      B: [a, b, c, d, e, f, g, h, i, j]\n      C: [a, b, c, d, e, f, g, h, i, j, k]",
        "images.base.variants: more than 1000 combinations")]
    [InlineData("{}", "images.base.variants: there is no combination")]
    public async Task What_is_wrong_with_variants_is_said_at_its_place(string variants, string problem)
    {
        folder.Keg(Keg[..Keg.IndexOf("ALPINE", StringComparison.Ordinal)] + variants + "\n").Add("apps/old/Dockerfile", "FROM scratch\n")
            .Add("base/Dockerfile", "FROM scratch\n").Add("apps/new/Dockerfile", "FROM scratch\n");
        if (variants == "{}")
            folder.Keg(Keg[..(Keg.IndexOf("variants:", StringComparison.Ordinal) + 9)] + " {}\n");

        var problems = await folder.ProblemsAsync();

        problems.ShouldContain(text => text.Contains(problem, StringComparison.Ordinal), string.Join('\n', problems));
        problems.ShouldAllBe(text => text.StartsWith("keg.yml:", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<string> Names(IEnumerable<Image> images) => images.Select(image => image.Name.ToString());

    private static IEnumerable<string> Parents(Family family, string name) => Names(family.ParentsOf(family[ImageName.Parse(name)]));
}
