using KegImages.Revisions;
using KegImages.Running;

namespace KegImages.Tests.Running;

public sealed class SyncFactsTests
{
    private static readonly CommitId One = CommitId.Parse(new string('1', 40));
    private static readonly CommitId Two = CommitId.Parse(new string('2', 40));

    private static readonly SyncFacts Other = new()
    {
        BuiltBranch = BranchName.Parse("develop"),
        BuiltCommit = One,
        Branch = BranchName.Parse("feature/x"),
        Commit = Two,
        Target = "/keg/tap",
    };

    [Fact]
    public void An_image_of_another_branch_is_warned_of_with_what_would_be_overwritten()
    {
        (Other with { Differing = ["a.js", "b.js", "c.js", "d.js", "e.js", "f.js"] }).Warning("evf:develop").ShouldBe(
            "Warning: evf:develop was built on 'develop' at 111111111111, and 'feature/x' at 222222222222 is checked out: file sync "
                + "would overwrite 6 files below /keg/tap in the container: a.js, b.js, c.js, d.js, e.js, …");
        (Other with { Differing = ["server.js"] }).Warning("evf:develop")!.ShouldEndWith(
            "file sync would overwrite server.js in the container");
    }

    [Fact]
    public void A_commit_that_this_clone_does_not_have_may_differ_in_everything() =>
        Other.Warning("evf:develop")!.ShouldEndWith(
            "file sync would overwrite all of /keg/tap in the container, and this clone does not have that commit to compare with");

    [Fact]
    public void An_image_of_another_branch_with_the_very_same_files_is_only_noted() =>
        (Other with { Differing = [] }).Warning("evf:develop")
            .ShouldBe("Note: evf:develop was built on 'develop' at 111111111111, and 'feature/x' at 222222222222 is checked out: the "
                + "tap's own files are the same");

    [Fact]
    public void Another_commit_of_the_same_branch_counts_where_files_differ()
    {
        var same = Other with { BuiltBranch = Other.Branch };

        (same with { Differing = [] }).Warning("evf").ShouldBeNull();
        (same with { Differing = ["server.js"] }).Warning("evf")!.ShouldStartWith("Warning: evf was built on 'feature/x' at 111111111111");
    }

    [Fact]
    public void What_is_checked_out_and_what_says_nothing_are_not_warned_of()
    {
        (Other with { BuiltBranch = Other.Branch, BuiltCommit = Two, Differing = ["dirty.js"] }).Warning("evf").ShouldBeNull();
        new SyncFacts { Branch = Other.Branch, Commit = Two }.Warning("evf").ShouldBeNull();
    }
}
