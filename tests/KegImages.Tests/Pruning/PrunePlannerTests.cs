using KegImages.Images;
using KegImages.Publishing;
using KegImages.Pruning;
using KegImages.Tests.Records;

namespace KegImages.Tests.Pruning;

public sealed class PrunePlannerTests
{
    private const string Content = "fp-0123456789abcdef0123";

    private static readonly string[] SetTags = ["develop", "live", "gone"];

    private readonly Holding holding = new();

    [Fact]
    public void A_gone_branch_s_tags_go_by_its_record_and_the_record_too()
    {
        var tap = holding.Add("tap", "of x", "feature-x", Content);
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe(["tap:feature-x", "keg-family:feature-x!"]);
        holding.ReasonOf("tap", "feature-x").ShouldBe("its branch 'feature/x' is gone");
    }

    [Fact]
    public void A_living_branch_keeps_everything()
    {
        holding.Live = ["develop", "feature/x"];
        var tap = holding.Add("tap", "of x", "feature-x", Content);
        holding.Record("feature-x", "feature/x", 'a', 400, ("tap", tap));
        holding.Record("feature-x.aaaaaaaaaaaa", "feature/x", 'a', 400, ("tap", tap));
        holding.UnreachedFor("tap", tap, 100);

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", "feature-x").ShouldBe("its branch 'feature/x' lives");
        holding.ReasonOf("tap", Content).ShouldBe("the tag 'feature-x' is on it");
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
    public void Content_goes_when_nothing_reached_it_for_long()
    {
        var old = holding.Add("tap", "old", Content);
        holding.UnreachedFor("tap", old, 14);
        holding.UnreachedFor("tap", holding.Add("tap", "young", "fp-11111111111111111111"), 13.9);
        holding.Add("tap", "new", "fp-22222222222222222222");

        holding.Gone.ShouldBe([$"tap:{Content}!"]);
        holding.Plan.Verdicts.Where(verdict => verdict.UnreachedSince is not null).Select(verdict => (verdict.Subject, Sets.Now - verdict.UnreachedSince))
            .ShouldBe([("tap:fp-11111111111111111111", TimeSpan.FromDays(13.9)), ("tap:fp-22222222222222222222", TimeSpan.Zero)]);
    }

    [Fact]
    public void Content_under_a_doomed_tag_goes_by_one_deletion_when_there_is_no_grace()
    {
        holding.Grace = TimeSpan.Zero;
        var tap = holding.Add("tap", "of x", Content, "feature-x");
        holding.Record("feature-x", "feature/x", 'a', 1, ("tap", tap));

        holding.Gone.ShouldBe([$"tap:{Content}, feature-x!", "keg-family:feature-x!"]);
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
        var tap = holding.Add("tap", "of a commit", Content);
        var parent = holding.Add("base", "its parent", "fp-11111111111111111111");
        var record = holding.Record("develop", "develop", 'b', 0.1, ("tap", holding.Add("tap", "now", "develop")));
        holding.Record("develop.aaaaaaaaaaaa", record with { Images = [new RecordedImage { Name = Sets.Name("tap"), Digest = tap, Parents = [Sets.Provider.Of(Sets.Name("base")).At(parent)] }] });

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", Content).ShouldBe("the record 'develop.aaaaaaaaaaaa' names it");
        holding.ReasonOf("base", "fp-11111111111111111111").ShouldBe("the record 'develop.aaaaaaaaaaaa' names it as a parent");
    }

    [Fact]
    public void Of_a_live_set_the_newest_ten_records_stay_and_all_that_are_young()
    {
        for (var i = 0; i < 16; i++)
            holding.Record($"develop.{i:x12}", "develop", (char)('0' + i % 10), i < 12 ? i : 100 + i);
        holding.Record("develop", "develop", '0', 0);

        holding.Gone.ShouldBe([$"keg-family:develop.{12:x12}!", $"keg-family:develop.{13:x12}!", $"keg-family:develop.{14:x12}!", $"keg-family:develop.{15:x12}!"], ignoreOrder: true);
        holding.ReasonOf("keg-family", $"develop.{11:x12}").ShouldBe("the record of a commit that is not old");
    }

    [Fact]
    public void Records_of_a_gone_set_go_when_they_are_old_and_one_of_no_known_age_stays()
    {
        holding.Record("feature-x.aaaaaaaaaaaa", "feature/x", 'a', 15);
        holding.Record("feature-x.bbbbbbbbbbbb", "feature/x", 'b', 13);
        holding.Record("feature-x.cccccccccccc", Sets.Record("feature-x", "feature/x", 'c') with { CommitTime = null });

        holding.Gone.ShouldBe(["keg-family:feature-x.aaaaaaaaaaaa!"]);
    }

    [Fact]
    public void A_record_that_a_commit_keeps_loses_only_the_set_s_tag()
    {
        var record = holding.Record("feature-x", "feature/x", 'a', 1);
        holding.Record("feature-x.aaaaaaaaaaaa", record);

        holding.Gone.ShouldBe(["keg-family:feature-x"]);
    }

    [Fact]
    public void What_an_index_lists_is_reached_through_it_and_goes_with_it()
    {
        holding.Grace = TimeSpan.Zero;
        var (shared, lonely) = (holding.Add("tap", "shared"), holding.Add("tap", "lonely"));
        holding.AddIndex("tap", "kept", [shared], "by-hand");
        var doomed = holding.AddIndex("tap", "doomed", [shared, lonely], Content);

        holding.Gone.ShouldBe([$"tap:{Content}!", $"tap@{lonely.Abbreviated}!"]);
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

    [Fact]
    public void What_earlier_prunes_kept_goes_after_ninety_days()
    {
        holding.AddToFamily("prune.unreached");
        holding.AddToFamily(RemovalId.At(Sets.Now - TimeSpan.FromDays(89)).Tag.ToString());
        var old = RemovalId.At(Sets.Now - TimeSpan.FromDays(91)).Tag.ToString();
        holding.AddToFamily(old);
        holding.AddToFamily("something-by-hand");

        holding.Gone.ShouldBe([$"keg-family:{old}!"]);
    }

    [Fact]
    public void Whatever_is_held_nothing_goes_that_something_kept_reaches()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var held = Random(random);
            var facts = held.Facts;
            var plan = PrunePlanner.Plan(facts);
            var context = $"seed {seed}, round {round}";
            var gone = plan.Removals.Where(verdict => verdict.Action == PruneAction.RemoveManifest).Select(verdict => verdict.Repository.At(verdict.Digest)).ToHashSet();
            var removedTags = plan.Removals.SelectMany(verdict => verdict.Tags.Select(verdict.Repository.With)).ToHashSet();

            foreach (var repository in facts.Images)
            {
                foreach (var tag in repository.Tags.Where(tag => !removedTags.Contains(repository.Repository.With(tag.Tag))))
                    gone.ShouldNotContain(repository.Repository.At(tag.Digest), context);
                foreach (var manifest in repository.Manifests.Values.Where(manifest => !gone.Contains(repository.Repository.At(manifest.Digest))))
                {
                    foreach (var part in manifest.Children.Append(manifest.Manifest.Subject).OfType<Digest>())
                        gone.ShouldNotContain(repository.Repository.At(part), context);
                }
            }

            foreach (var tag in facts.Family.Tags.Where(tag => facts.Records.ContainsKey(tag.Digest) && !removedTags.Contains(facts.Family.Repository.With(tag.Tag))))
            {
                foreach (var image in facts.Records[tag.Digest].Images)
                    gone.ShouldNotContain(facts.Provider.Of(image.Name).At(image.Digest), context);
            }

            removedTags.ShouldAllBe(tag => tag.Tag!.ToString() != "develop" && tag.Tag!.ToString() != "master" && tag.Tag!.ToString() != "live", context);
        }
    }

    private static Holding Random(Random random)
    {
        var holding = new Holding { Live = ["develop", "live"], Grace = TimeSpan.FromDays(random.Next(3)) };
        string[] tags = ["develop", "master", "live", "gone", "by-hand", Content, "fp-11111111111111111111", "fp-22222222222222222222"];
        foreach (var image in new[] { "base", "tap" })
        {
            var free = tags.OrderBy(_ => random.Next()).ToList();
            var digests = new List<Digest>();
            for (var i = 0; i < 8; i++)
            {
                var own = free.Take(random.Next(3)).ToArray();
                free.RemoveRange(0, own.Length);
                var children = digests.Where(_ => random.Next(4) == 0).ToArray();
                var digest = children.Length > 0 && random.Next(2) == 0 ? holding.AddIndex(image, $"{image} {i}", children, own)
                    : digests.Count > 0 && random.Next(5) == 0 ? holding.AddAttached(image, $"{image} {i}", digests[random.Next(digests.Count)], own)
                    : holding.Add(image, $"{image} {i}", own);
                if (random.Next(3) > 0)
                    holding.UnreachedFor(image, digest, random.Next(5));
                digests.Add(digest);
            }

            foreach (var set in SetTags.Where(_ => random.Next(2) == 0))
            {
                if (!holding.Facts.Family.Tags.Any(tag => tag.Tag.ToString() == set))
                    holding.Record(set, set, 'a', random.Next(30), (image, digests[random.Next(digests.Count)]));
            }
        }

        return holding;
    }
}
