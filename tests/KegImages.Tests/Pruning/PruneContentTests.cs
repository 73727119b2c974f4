using KegImages.Publishing;
using KegImages.Tests.Records;

namespace KegImages.Tests.Pruning;

/// <summary>Which content nothing reaches any more.</summary>
public sealed class PruneContentTests
{
    private readonly Holding holding = new();

    [Fact]
    public void What_tests_of_an_image_came_to_goes_as_content_does()
    {
        var kept = $"test-{new string('a', 40)}";
        var result = holding.Add("tap", "passed", kept);
        holding.Gone.ShouldBeEmpty("nothing reaches it since today");

        holding.UnreachedFor("tap", result, 15);

        holding.Gone.ShouldBe([$"tap:{kept}!"]);
    }

    [Fact]
    public void Content_goes_when_nothing_reached_it_for_long()
    {
        var old = holding.Add("tap", "old", Holding.Content);
        holding.UnreachedFor("tap", old, 14);
        holding.UnreachedFor("tap", holding.Add("tap", "young", "fp-11111111111111111111"), 13.9);
        holding.Add("tap", "new", "fp-22222222222222222222");

        holding.Gone.ShouldBe([$"tap:{Holding.Content}!"]);
        holding.Plan.Verdicts.Where(verdict => verdict.UnreachedSince is not null)
            .Select(verdict => (verdict.Subject, Sets.Now - verdict.UnreachedSince))
            .ShouldBe([("tap:fp-11111111111111111111", TimeSpan.FromDays(13.9)), ("tap:fp-22222222222222222222", TimeSpan.Zero)]);
    }

    [Fact]
    public void Content_under_a_doomed_tag_goes_by_one_deletion_when_there_is_no_grace()
    {
        holding.Grace = TimeSpan.Zero;
        var tap = holding.Add("tap", "of x", Holding.Content, "feature-x");
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe([$"tap:{Holding.Content}, feature-x!", "keg-family:feature-x!"]);
    }

    [Fact]
    public void A_manifest_that_loses_its_only_tag_is_remembered()
    {
        var tap = holding.Add("tap", "packaged", "feature-x");
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Plan.Verdicts.Where(verdict => verdict.UnreachedSince is not null).ShouldHaveSingleItem().Digest.ShouldBe(tap);
    }

    [Fact]
    public void What_a_kept_record_names_is_reached_parents_included()
    {
        holding.Grace = TimeSpan.Zero;
        var tap = holding.Add("tap", "of a commit", Holding.Content);
        var parent = holding.Add("base", "its parent", "fp-11111111111111111111");
        var record = holding.Record("develop", "develop", 'b', 0.1, ("tap", holding.Add("tap", "now", "develop")));
        holding.Record("develop.aaaaaaaaaaaa",
            record with { Images = [new RecordedImage { Name = Sets.Name("tap"), Digest = tap,
                Parents = [Sets.Provider.Of(Sets.Name("base")).At(parent)] }] });

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", Holding.Content).ShouldBe("the record 'develop.aaaaaaaaaaaa' names it");
        holding.ReasonOf("base", "fp-11111111111111111111").ShouldBe("the record 'develop.aaaaaaaaaaaa' names it as a parent");
    }

    [Fact]
    public void What_an_index_lists_is_reached_through_it_and_goes_with_it()
    {
        holding.Grace = TimeSpan.Zero;
        var (shared, lonely) = (holding.Add("tap", "shared"), holding.Add("tap", "lonely"));
        holding.AddIndex("tap", "kept", [shared], "by-hand");
        var doomed = holding.AddIndex("tap", "doomed", [shared, lonely], Holding.Content);

        holding.Gone.ShouldBe([$"tap:{Holding.Content}!", $"tap@{lonely.Abbreviated}!"]);
        holding.Plan.Removals.First().Digest.ShouldBe(doomed);
    }

    [Fact]
    public void What_something_is_attached_to_stays()
    {
        holding.Grace = TimeSpan.Zero;
        var signed = holding.Add("tap", "signed", "fp-11111111111111111111");
        holding.AddAttached("tap", "signature", signed, "by-hand");
        var named = holding.Add("tap", "named", "fp-22222222222222222222");
        holding.Add("tap", "signature of named", $"sha256-{named.Encoded}.sig");
        var listed = holding.Add("tap", "listed", "fp-33333333333333333333");
        holding.Change("tap", listed, manifest => manifest with { HasReferrers = true });
        // Attached to what goes, and reached by nothing itself.
        holding.AddAttached("tap", "attestation", holding.Add("tap", "doomed", "fp-44444444444444444444"));

        holding.Gone.Count().ShouldBe(2);
        holding.ReasonOf("tap", "fp-11111111111111111111").ShouldContain("is attached to it");
        holding.ReasonOf("tap", "fp-22222222222222222222").ShouldContain("is attached to it");
        holding.ReasonOf("tap", "fp-33333333333333333333").ShouldBe("something is attached to it");
    }
}
