using KegImages.Pruning;
using KegImages.Publishing;
using KegImages.Tests.Records;

namespace KegImages.Tests.Pruning;

/// <summary>Which records are kept, and for how long.</summary>
public sealed class PruneRecordTests
{
    private readonly Holding holding = new();

    [Fact]
    public void Of_a_live_set_the_newest_ten_records_stay_and_all_that_are_young()
    {
        for (var i = 0; i < 16; i++)
            holding.Record($"develop.{i:x12}", "develop", (char)('0' + i % 10), i < 12 ? i : 100 + i);
        holding.Record("develop", "develop", '0', 0);

        holding.Gone.ShouldBe([$"keg-family:develop.{12:x12}!", $"keg-family:develop.{13:x12}!", $"keg-family:develop.{14:x12}!",
            $"keg-family:develop.{15:x12}!"], ignoreOrder: true);
        holding.ReasonOf("keg-family", $"develop.{11:x12}").ShouldBe("the record of a commit that is not old");
    }

    [Fact]
    public void The_record_that_a_held_set_was_put_back_to_and_the_one_that_it_was_put_back_from_stay()
    {
        for (var i = 0; i < 12; i++)
            holding.Record($"develop.{i:x12}", "develop", (char)('0' + i % 10), i);
        holding.Record("develop.aaaaaaaaaaaa", "develop", 'a', 200);
        holding.Record("develop.bbbbbbbbbbbb", "develop", 'b', 100);
        holding.Record("develop.cccccccccccc", "develop", 'c', 150);
        var hold = new SetHold { Kind = HoldKind.Restore, Over = Sets.Commit('b'), At = Sets.Now, By = "./build.sh Restore" };
        holding.Record("develop", Sets.Record("develop", "develop", 'a') with { Hold = hold });

        holding.Gone.ShouldBe(["keg-family:develop.cccccccccccc!"]);
        holding.ReasonOf("keg-family", "develop.aaaaaaaaaaaa").ShouldBe("'develop' was put there by hand, or back from there");
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
    public void What_earlier_prunes_kept_goes_after_ninety_days()
    {
        holding.AddToFamily("prune.unreached");
        holding.AddToFamily(RemovalId.At(Sets.Now - TimeSpan.FromDays(89)).Tag.ToString());
        var old = RemovalId.At(Sets.Now - TimeSpan.FromDays(91)).Tag.ToString();
        holding.AddToFamily(old);
        holding.AddToFamily("something-by-hand");

        holding.Gone.ShouldBe([$"keg-family:{old}!"]);
    }
}
