using KegImages.Tagging;

namespace KegImages.Tests.Pruning;

/// <summary>What becomes of the tags beside those of a set: they go with it, and what cannot be told stays.</summary>
public sealed class PruneReferenceTests
{
    private readonly Holding holding = new()
    {
        Tags = Holding.Settings with
        {
            Policy = new TagPolicy
            {
                References =
                [
                    TagTemplate.Parse("{branch}-{commit}", TagTemplate.Branch, TagTemplate.Commit),
                    TagTemplate.Parse("{branch}_{date}", TagTemplate.Branch, TagTemplate.Date),
                ],
            },
        },
    };

    [Fact]
    public void They_go_with_a_gone_branch_s_set()
    {
        var tap = holding.Add("tap", "of x", "feature-x", "feature-x-0123456789ab", "feature-x_20260102", Holding.Content);
        var older = holding.Add("tap", "of x before", "feature-x-abcdef012345", "fp-11111111111111111111");
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe(
            [
                "tap:feature-x", "tap:feature-x-0123456789ab", "tap:feature-x_20260102", "tap:feature-x-abcdef012345",
                "keg-family:feature-x!",
            ], ignoreOrder: true);
        holding.ReasonOf("tap", "feature-x_20260102").ShouldBe("it is beside 'feature-x': its branch 'feature/x' is gone");
        older.ShouldNotBe(tap);
    }

    [Fact]
    public void They_stay_with_a_living_one_and_with_the_default_one()
    {
        holding.Live = ["develop", "feature/x"];
        holding.Grace = TimeSpan.Zero;
        var tap = holding.Add("tap", "of x", "feature-x", "feature-x-0123456789ab", "develop-0123456789ab", "develop_20200102");
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", "feature-x-0123456789ab").ShouldBe("it is beside 'feature-x': its branch 'feature/x' lives");
        holding.ReasonOf("tap", "develop_20200102").ShouldBe("it is beside 'develop': the default tag");
    }

    [Fact]
    public void Where_the_set_is_gone_already_a_kept_record_says_whose_they_are()
    {
        var tap = holding.Add("tap", "of x", "feature-x-0123456789ab", Holding.Content);
        holding.Record("feature-x.aaaaaaaaaaaa", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe(["tap:feature-x-0123456789ab"]);
    }

    [Fact]
    public void Where_nothing_is_recorded_the_label_says_it_and_without_one_they_stay()
    {
        holding.Label("tap", holding.Add("tap", "built for it", "feature-x-0123456789ab"), "feature/x", "feature-x");
        holding.Label("tap", holding.Add("tap", "reused", "feature-x-abcdef012345"), "develop", "develop");
        holding.Add("tap", "unlabelled", "feature-y-0123456789ab");

        holding.Gone.ShouldBe(["tap:feature-x-0123456789ab"]);
        holding.ReasonOf("tap", "feature-y-0123456789ab").ShouldBe("it is beside 'feature-y': nothing says that it is a branch's");
    }

    [Fact]
    public void Without_such_templates_a_tag_of_that_form_is_one_as_any_other()
    {
        holding.Tags = Holding.Settings;
        var tap = holding.Add("tap", "of x", "feature-x", "feature-x-0123456789ab");
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe(["tap:feature-x", "keg-family:feature-x!"]);
    }
}
