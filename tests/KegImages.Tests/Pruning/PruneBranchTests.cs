using KegImages.Publishing;
using KegImages.Tests.Records;

namespace KegImages.Tests.Pruning;

/// <summary>Which tags are of a branch that is gone.</summary>
public sealed class PruneBranchTests
{
    private readonly Holding holding = new();

    [Fact]
    public void A_gone_branch_s_tags_go_by_its_record_and_the_record_too()
    {
        var tap = holding.Add("tap", "of x", "feature-x", Holding.Content);
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe(["tap:feature-x", "keg-family:feature-x!"]);
        holding.ReasonOf("tap", "feature-x").ShouldBe("its branch 'feature/x' is gone");
    }

    [Fact]
    public void A_living_branch_keeps_everything()
    {
        holding.Live = ["develop", "feature/x"];
        var tap = holding.Add("tap", "of x", "feature-x", Holding.Content);
        holding.Record("feature-x", "feature/x", 'a', 400, ("tap", tap));
        holding.Record("feature-x.aaaaaaaaaaaa", "feature/x", 'a', 400, ("tap", tap));
        holding.UnreachedFor("tap", tap, 100);

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", "feature-x").ShouldBe("its branch 'feature/x' lives");
        holding.ReasonOf("tap", Holding.Content).ShouldBe("the tag 'feature-x' is on it");
    }

    [Fact]
    public void Default_tags_stay_whatever_record_and_label_say()
    {
        holding.Grace = TimeSpan.Zero;
        var tap = holding.Add("tap", "promoted", "develop", "master");
        holding.Label("tap", tap, "feature/x", "develop");
        holding.Record("develop", "feature/x", 'a', 400, ("tap", tap));

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", "master").ShouldBe("an alias of the default tag");
        holding.ReasonOf("keg-family", "develop").ShouldBe("the default tag");
    }

    [Fact]
    public void A_label_says_whose_a_tag_is_where_no_record_does_and_a_name_alone_never_does()
    {
        holding.Label("tap", holding.Add("tap", "labelled", "feature-x"), "feature/x", "feature-x");
        holding.Add("tap", "unlabelled", "feature-y");
        // Built for another tag, and only reused under this one.
        holding.Label("tap", holding.Add("tap", "reused", "feature-z"), "feature/z", "develop");

        holding.Gone.ShouldBe(["tap:feature-x"]);
        holding.ReasonOf("tap", "feature-y").ShouldBe("nothing says that it is a branch's");
    }

    [Fact]
    public void Tags_that_were_given_by_hand_stay()
    {
        var tap = holding.Add("tap", "of x", "v1.0", "my-changes");
        holding.Record("my-changes", "feature/x", 'a', 400, ("tap", tap));
        holding.Label("tap", tap, "feature/x", "v1.0");
        holding.Grace = TimeSpan.Zero;

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", "my-changes").ShouldBe("it was given by hand, on the branch 'feature/x'");
    }

    [Fact]
    public void The_slug_of_two_branches_goes_with_the_one_that_owns_it()
    {
        holding.Live = ["develop", "feature/x"];
        var tap = holding.Add("tap", "of the other", "feature-x");
        holding.Record("feature-x", "feature-x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe(["tap:feature-x", "keg-family:feature-x!"]);
    }

    [Fact]
    public void What_another_repository_published_stays()
    {
        var tap = holding.Add("tap", "of x", "feature-x");
        var record = Sets.Record("feature-x", "feature/x", 'a', new RecordedImage { Name = Sets.Name("tap"), Digest = tap });
        holding.Record("feature-x", record with { SourceUrl = new Uri("https://github.com/someone/else") });

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", "feature-x").ShouldStartWith("it was published from https://github.com/someone/else");
    }

    [Fact]
    public void Of_one_branch_only_tags_go()
    {
        holding.Grace = TimeSpan.Zero;
        holding.Only = "feature/x";
        var tap = holding.Add("tap", "of x", "feature-x");
        holding.Add("base", "reused", "feature-x");
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe(["base:feature-x", "tap:feature-x", "keg-family:feature-x"]);
    }
}
