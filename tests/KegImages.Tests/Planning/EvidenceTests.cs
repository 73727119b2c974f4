using KegImages.Fingerprints;
using KegImages.Planning;
using KegImages.References;
using KegImages.Revisions;

namespace KegImages.Tests.Planning;

/// <summary>When an image is what a run wants, by what its own labels say.</summary>
public sealed class EvidenceTests
{
    private static readonly ImageName Tap = ImageName.Parse("tap");
    private static readonly ImageName Base = ImageName.Parse("keg-base");
    private static readonly Fingerprint Wanted = Fingerprint.Parse($"fp1:{new string('a', 64)}");

    [Fact]
    public void An_image_is_the_wanted_one_when_it_says_the_whole_fingerprint_and_the_very_parents() =>
        Evidence.Of(Labels(Wanted.ToString(), $"keg-base@{Digest.Of([1])} tap@{Digest.Of([2])}")).Against(Wanted, [On(Tap, 2), On(Base, 1)])
            .ShouldBeNull();

    [Fact]
    public void The_twenty_digits_of_its_content_tag_are_not_enough()
    {
        var other = Fingerprint.Parse($"fp1:{new string('a', 63)}b");

        other.ContentTag.ShouldBe(Wanted.ContentTag);
        Evidence.Of(Labels(other.ToString(), "")).Against(Wanted, [])
            .ShouldNotBeNull().Clause.ShouldBe($"says it is of another fingerprint, {other}");
    }

    [Theory]
    [InlineData("", "does not say which images of the family")]
    [InlineData("keg-base@{1}", "stands on another tap")]
    [InlineData("keg-base@{1} tap@{3}", "stands on another tap, {3} and not {2}")]
    [InlineData("keg-base@{1} tap@{2} evf@{3}", "stands on another evf")]
    public void Each_parent_counts_and_none_may_be_more(string said, string doubt)
    {
        var labels = said.Length == 0 ? Labels(Wanted.ToString(), null)
            : Labels(Wanted.ToString(), Filled(said, digest => digest.ToString()));

        Evidence.Of(labels).Against(Wanted, [On(Base, 1), On(Tap, 2)])
            .ShouldNotBeNull().Clause.ShouldStartWith(Filled(doubt, digest => digest.Abbreviated));
    }

    [Fact]
    public void What_is_only_in_the_engine_is_known_by_its_id_and_by_what_registries_call_it()
    {
        var says = Evidence.Of(Labels(Wanted.ToString(), $"tap@{Digest.Of([7])}"));

        says.Against(Wanted, [new WantedParent(Tap, [Digest.Of([6]), Digest.Of([7])])]).ShouldBeNull();
        says.Against(Wanted, [new WantedParent(Tap, [Digest.Of([6])])]).ShouldNotBeNull().Parent.ShouldBe(Tap);
        says.Against(Wanted, [new WantedParent(Tap, [])]).ShouldNotBeNull("what a parent is nobody knows, so nothing holds");
    }

    [Fact]
    public void Of_several_platforms_only_what_all_say_alike_counts()
    {
        var one = Evidence.Of(Labels(Wanted.ToString(), $"tap@{Digest.Of([1])}"), "linux/amd64");
        var other = Evidence.Of(Labels(Wanted.ToString(), $"tap@{Digest.Of([2])}"), "linux/arm64");

        var both = Evidence.OfAll([one, one with { Platforms = ["linux/arm64"] }]);
        both.Against(Wanted, [On(Tap, 1)], ["linux/amd64", "linux/arm64/v8"]).ShouldBeNull();
        both.Against(Wanted, [On(Tap, 1)], ["linux/s390x"]).ShouldNotBeNull().Clause.ShouldBe("is not there for linux/s390x");
        Evidence.OfAll([one, other]).Against(Wanted, [On(Tap, 1)]).ShouldNotBeNull();
        Evidence.OfAll([]).Against(Wanted, []).ShouldNotBeNull().Clause.ShouldBe("does not say of which fingerprint it is");
    }

    [Fact]
    public void Where_one_branch_alone_is_trusted_what_others_built_is_refused_whatever_it_is_made_of()
    {
        var trust = new ContentTrust(BranchName.Parse("develop"));

        Against("develop").ShouldBeNull();
        Against("gh-readonly-queue/develop/pr-7-0123").ShouldBeNull();
        Against("feature/x").ShouldBe("was built on the branch 'feature/x', and only what 'develop' built itself is taken over");
        Against("gh-readonly-queue/develop-2/pr-7").ShouldNotBeNull();
        Against("develop/x").ShouldNotBeNull();
        Against(null).ShouldBe("does not say on which branch it was built, and only what 'develop' built itself is taken over");
        ContentTrust.All.Judge(Of("feature/x")).Refused.ShouldBeNull();
        trust.Judge(Evidence.None).ShouldBeSameAs(Evidence.None, "it has nothing to be taken over for");

        string? Against(string? branch) => trust.Judge(Of(branch)).Against(Wanted, [])?.Clause;

        static Evidence Of(string? branch)
        {
            var labels = Labels(Wanted.ToString(), "");
            if (branch is not null)
                labels[ImageLabels.Branch] = branch;
            return Evidence.Of(labels);
        }
    }

    private static WantedParent On(ImageName name, byte digest) => new(name, [Digest.Of([digest])]);

    private static string Filled(string text, Func<Digest, string> shown)
    {
        foreach (var number in new byte[] { 1, 2, 3 })
            text = text.Replace($"{{{number}}}", shown(Digest.Of([number])), StringComparison.Ordinal);
        return text;
    }

    private static Dictionary<string, string> Labels(string fingerprint, string? parents)
    {
        var labels = new Dictionary<string, string> { [ImageLabels.Fingerprint] = fingerprint };
        if (parents is not null)
            labels[ImageLabels.Parents] = parents;
        return labels;
    }
}
