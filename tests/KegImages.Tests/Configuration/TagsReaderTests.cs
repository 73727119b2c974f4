using KegImages.Configuration;
using KegImages.References;

namespace KegImages.Tests.Configuration;

public sealed class TagsReaderTests
{
    private const string Around = """
        provider: ghcr.io/acme
        default: { branch: release/1.2 }
        groups: { all: { folders: [a] } }
        images:
          base:
            variants: { OS: [alpine, bookworm], default: bookworm }

        """;

    [Theory]
    [InlineData("tags: { default: ['{branch}', latest] }", "release-1-2-bacdc8a latest")]
    [InlineData("tags: { default: [edge, '{branch}'] }", "edge release-1-2-bacdc8a")]
    [InlineData("tags: { default: [edge, '{variant}'] }", "edge")]
    [InlineData("tags: { branches: ['{branch}'] }", "develop")]
    [InlineData("", "develop")]
    public void The_tags_of_the_default_branch(string tags, string expected)
    {
        var settings = Read(tags);

        string.Join(' ', settings.DefaultTags).ShouldBe(expected);
        settings.DefaultTag.ToString().ShouldBe(expected.Split(' ')[0]);
    }

    [Theory]
    [InlineData("", "develop-alpine alpine")]
    [InlineData("tags: { default: [edge, latest] }", "edge-alpine alpine")]
    [InlineData("tags: { default: ['{variant}-edge', latest] }", "alpine-edge alpine-latest")]
    [InlineData("tags: { default: [edge, latest, '{variant}'] }", "edge-alpine alpine")]
    [InlineData("tags: { default: ['edge_{variant}'] }", "edge_alpine")]
    [InlineData("tags: { branches: ['{variant}.{branch}'] }", "alpine.develop alpine")]
    [InlineData("tags: { releases: ['{version}', '{variant}'] }", "develop-alpine")]
    [InlineData("tags: { releases: ['{variant}-{version}'] }", "alpine-develop alpine")]
    [InlineData("tags: { default: [edge, '{variant}'], branches: ['{variant}.{branch}'] }", "alpine.edge alpine")]
    public void The_tags_of_a_variant_on_the_default_branch(string tags, string expected)
    {
        var settings = Read(tags);

        string.Join(' ', settings.Variants.AllOf(ImageName.Parse("base:alpine"), settings.DefaultTags, movesDefault: true))
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData("default: []", "tags.default: the list is empty")]
    [InlineData("default: ['{branch}', '{Branch}']",
        "tags.default: '{Branch}': {Branch} stands for nothing (did you mean 'branch'?): {branch}, {variant}")]
    [InlineData("default: ['{branch}-{date}']", "tags.default: '{branch}-{date}': {date} is not known here: {branch}, {variant} are")]
    [InlineData("branches: ['{branch}-{commit}']",
        "tags.branches: '{branch}-{commit}': {commit} is not known here: {branch}, {variant} are")]
    [InlineData("branches: [edge]", "tags.branches: 'edge' is the same for every branch: {branch} is missing")]
    [InlineData("branches: ['cache_{branch}']",
        "tags.branches: 'cache_{branch}' would be 'cache_branch-0123456' of a branch, which has the form of a branch's layer cache")]
    [InlineData("branches: ['{branch}', 'dev-{branch}']", "tags.branches: 'dev-{branch}' of one branch can be '{branch}' of another")]
    [InlineData("branches: ['{branch}', '{branch}']", "tags.branches: '{branch}' of one branch can be '{branch}' of another")]
    [InlineData("branches: ['{branch}-a', 'b-{branch}']", "tags.branches: 'b-{branch}' of one branch can be '{branch}-a' of another")]
    [InlineData("branches: ['{branch}{branch}']", "tags.branches: '{branch}{branch}' says {branch} twice")]
    [InlineData("branches: ['{branch']", "tags.branches: '{branch' is not a template of a tag")]
    [InlineData("branches: ['.{branch}']", "tags.branches: '.{branch}' is not a template of a tag")]
    [InlineData("branches: ['{variant}{branch}']", "tags.branches: '{variant}{branch}': {variant} stands alone, or first or last")]
    [InlineData("branches: ['x-{variant}-{branch}']", "tags.branches: 'x-{variant}-{branch}': {variant} stands alone, or first or last")]
    [InlineData("branches: ['{branch}-a-name-that-is-far-too-long']",
        "tags.branches: '{branch}-a-name-that-is-far-too-long' has 28 characters")]
    [InlineData("branches: ['{variant}']", "tags.branches: '{variant}' is the same for every branch")]
    [InlineData("default: ['{variant}', latest]",
        "tags.default: the first template is what a set is known by, and '{variant}' says no more")]
    [InlineData("default: ['{variant}-edge'], branches: ['{branch}-{variant}']",
        "tags.default: '{variant}-edge' joins as {variant}-…, and '{branch}-{variant}' (keg.yml:8:45) as …-{variant}")]
    [InlineData("default: [release-1-2-bacdc8a, '{branch}']",
        "tags.default: '{branch}' and 'release-1-2-bacdc8a' would both be 'release-1-2-bacdc8a'")]
    [InlineData("references: ['{branch}']", "tags.references: '{branch}' is the same for every commit: {commit} or {date} is missing")]
    [InlineData("references: ['{commit}']", "tags.references: '{commit}' can be that of two branches")]
    [InlineData("references: ['{branch}.{commit}']",
        "tags.references: '{branch}.{commit}' would be 'branch-0123456.0123456789ab', which has")]
    [InlineData("references: ['fp-{commit}']", "tags.references: 'fp-{commit}' can be that of two branches")]
    [InlineData("references: ['{branch}-{date}', '{branch}-{date}']",
        "tags.references: '{branch}-{date}' and '{branch}-{date}' would both be")]
    [InlineData("default: [x-20260102], references: ['{branch}-{date}']",
        "tags.references: '{branch}-{date}' can be 'x-20260102', which is a tag of the default branch")]
    [InlineData("references: ['{variant}-{branch}-{date}'], branches: ['{branch}-{variant}']",
        "tags.references: '{variant}-{branch}-{date}' joins as {variant}-…")]
    [InlineData("releases: ['{version.major}']", "tags.releases: the first template names one version, and '{version.major}' can be that")]
    [InlineData("releases: ['{version}', '{version.major}', '{version.minor}']",
        "tags.releases: '{version.major}' and '{version.minor}' can both be '1'")]
    [InlineData("releases: ['{version}', '{version.major}.{version.minor}.{version.patch}']",
        "tags.releases: '{version}' and '{version.major}.{version.minor}.{version.patch}' can both be '1.1.1'")]
    [InlineData("releases: ['{version}', latest], default: [edge, latest]",
        "tags.releases: 'latest' can be 'latest', which is a tag of the default branch")]
    [InlineData("releases: ['{variant}', '{version}']", "tags.releases: the first template is what a set is known by, and '{variant}'")]
    [InlineData("releases: ['{version}', '{variant}'], default: [edge, '{variant}']",
        "tags.releases: '{variant}' is a tag of the default branch as well (keg.yml:8:")]
    [InlineData("releases: ['{version}-{date}']", "tags.releases: '{version}-{date}': {date} is not known here")]
    [InlineData("releases: ['{version}'], references: ['{version}-{date}']",
        "tags.references: '{version}-{date}' can be read as '{version}' of tags.releases")]
    [InlineData("references: ['{branch}_{version}_{date}']", "tags.references: '{branch}_{version}_{date}' is never written")]
    public void What_could_mean_two_things_is_refused_where_it_is_said(string tags, string problem)
    {
        var (_, problems) = KegReader.Read($"{Around}tags:\n  {{ {tags} }}\n", "keg.yml");

        problems.Where(found => found.Location is { File: "keg.yml", Line: 8 }).Select(found => found.Message)
            .ShouldContain(found => found.StartsWith(problem, StringComparison.Ordinal), string.Join('\n', problems));
    }

    [Fact]
    public void The_tags_of_the_default_branch_are_said_once() =>
        KegReader.Read("provider: a.io/b\ndefault:\n  tag: x\n  aliases: [y]\ntags: { default: [x] }\ngroups: { a: { folders: [c] } }\n",
            "keg.yml").Problems.Select(problem => problem.ToString()).ShouldBe(
            [
                "keg.yml:3:8: default.tag: tags.default says it as well: one of them is enough",
                "keg.yml:4:12: default.aliases: tags.default says it as well: one of them is enough",
            ]);

    [Fact]
    public void Variants_that_a_tag_and_another_variant_are_together_are_refused() =>
        KegReader.Read("""
            provider: a.io/b
            tags: { default: [node] }
            groups: { a: { folders: [c] } }
            images: { base: { variants: { OS: [alpine, node-alpine] } } }
            """, "keg.yml").Problems.ShouldContain(problem => problem.Message.Contains("'node' is a tag of the default branch",
            StringComparison.Ordinal));

    [Fact]
    public void A_variant_that_is_called_as_a_release_could_be_is_refused() =>
        KegReader.Read("""
            provider: a.io/b
            tags: { releases: ["{version}", "{version.major}.{version.minor}"] }
            groups: { a: { folders: [c] } }
            images: { base: { variants: { OS: ["3.22", "3.23"] } } }
            """, "keg.yml").Problems.ShouldContain(problem => problem.Message ==
            "images.base.variants: '3.22' would be published as '3.22', which can be the tag of a release (tags.releases)");

    private static KegSettings Read(string tags)
    {
        var (settings, problems) = KegReader.Read(Around + tags, "keg.yml");
        problems.ShouldBeEmpty();
        return settings!;
    }
}
