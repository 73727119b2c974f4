using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public class TagSetTests
{
    private static readonly TagSettings Settings = new(BranchName.Parse("develop"), Tag.Parse("develop"), [Tag.Parse("master")]);

    [Theory]
    [InlineData("develop", null, "develop master", true, false)]
    [InlineData("feature/x", null, "feature-x", false, false)]
    [InlineData("feature/x", "my-changes-tag", "my-changes-tag", false, false)]
    [InlineData("develop", "my-changes-tag", "my-changes-tag", false, false)]
    [InlineData(null, "v1.2_RC", "v1.2_RC", false, false)]
    [InlineData("feature/x", "develop", "develop master", true, true)]
    [InlineData("develop", "develop", "develop master", true, true)]
    [InlineData("feature/x", "master", "develop master", true, true)]
    [InlineData(null, "master", "develop master", true, true)]
    public void The_tags_of_a_run(string? branch, string? explicitTag, string tags, bool movesDefault, bool byHand)
    {
        var set = TagSet.For(branch is null ? null : BranchName.Parse(branch), Settings, explicitTag);

        string.Join(' ', set.All).ShouldBe(tags);
        set.MovesDefault.ShouldBe(movesDefault);
        set.MovesDefaultByHand.ShouldBe(byHand);
    }

    [Theory]
    [InlineData("master", "master-fc613b4")]
    [InlineData("Develop", "develop-7576b5e")]
    [InlineData("MASTER", "master-30e7724")]
    [InlineData("fp-0123456789abcdef0123", "fp-0123456789abcdef0123-25e5d10")]
    public void A_branch_whose_slug_is_spoken_for_gets_its_hash(string branch, string tag)
    {
        var set = TagSet.For(BranchName.Parse(branch), Settings);

        set.All.ShouldBe([Tag.Parse(tag)]);
        set.MovesDefault.ShouldBeFalse();
    }

    [Fact]
    public void The_examples_of_the_documentation_are_true()
    {
        var examples = DocumentedExamples().ToList();

        examples.Count.ShouldBeGreaterThan(8);
        foreach (var (branch, slug) in examples)
            TagSet.For(BranchName.Parse(branch), Settings).Primary.ToString().ShouldBe(slug, $"docs/tags.md, branch '{branch}'");
    }

    [Fact]
    public void An_alias_that_repeats_the_default_tag_counts_once() =>
        TagSet.For(BranchName.Parse("main"),
            new TagSettings(BranchName.Parse("main"), Tag.Parse("develop"), [Tag.Parse("develop"), Tag.Parse("main")]))
            .All.ShouldBe([Tag.Parse("develop"), Tag.Parse("main")]);

    [Theory]
    [InlineData("", "--tag: a tag cannot be empty")]
    [InlineData("feature/x", "'feature/x' is not a tag")]
    [InlineData(".x", "'.x' is not a tag")]
    [InlineData("fp-0123456789abcdef0123", "content tag")]
    public void An_illegal_explicit_tag_is_refused(string tag, string message) =>
        Should.Throw<WrongUseException>(() => TagSet.For(BranchName.Parse("develop"), Settings, tag)).Message.ShouldContain(message);

    [Fact]
    public void The_refusal_of_an_explicit_tag_names_a_legal_one() =>
        Should.Throw<WrongUseException>(() =>
            TagSet.For(null, Settings, "feature/x")).Problems.Single().Next.ShouldBe("a legal one is: --tag feature-x");

    [Fact]
    public void Without_branch_and_tag_the_error_names_the_option() =>
        Should.Throw<WrongUseException>(() => TagSet.For(null, Settings)).Message.ShouldContain("--tag <tag>");

    [Fact]
    public void Every_branch_but_the_default_one_stays_away_from_the_default_and_content_tags()
    {
        var seed = Random.Shared.Next();
        foreach (var branch in new RandomBranches(seed).Take(1_000).Where(branch => branch != Settings.DefaultBranch))
        {
            var set = TagSet.For(branch, Settings);
            set.All.ShouldNotContain(tag => Settings.DefaultTags.Contains(tag) || TagSettings.IsContentTag(tag),
                $"seed {seed}, branch '{branch}'");
        }
    }

    private static IEnumerable<(string Branch, string Slug)> DocumentedExamples()
    {
        return File.ReadLines(Path.Combine(ThisClone.Root, "docs", "tags.md"))
            .SkipWhile(line => line != "| branch | slug |").Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('`'))
            .Select(cells => (cells[1], cells[3]));
    }
}
