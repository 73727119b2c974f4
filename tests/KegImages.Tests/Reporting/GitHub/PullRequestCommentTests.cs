using KegImages.Pages;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Reports;
using KegImages.Tests.Building;

namespace KegImages.Tests.Reporting.GitHub;

public sealed class PullRequestCommentTests
{
    private static readonly Tag Develop = Tag.Parse("develop");

    // keg-core is what develop has, tap grew, evf shrank, keg-herkin is new.
    private static readonly FamilyRecord Record = new()
    {
        Tag = Develop,
        Images =
        [
            Recorded("keg-base", "another keg-base", 92_000_000), Recorded("keg-core", "keg-core", 92_000_000),
            Recorded("tap", "another tap", 80_000_000), Recorded("evf", "another evf", 99_500_000),
        ],
    };

    [Fact]
    public void A_pushed_branch_is_compared_with_the_default_one() => Comment(Record).Of(Runs.Done()).ShouldMatchApproved();

    [Fact]
    public void Without_a_record_nothing_is_compared() => Comment(null).Of(Runs.Done()).ShouldMatchApproved();

    [Fact]
    public void What_a_fork_built_is_said_to_be_not_pushed() =>
        Comment(Record, image => $"./build.sh BuildTaps --image {image}").Of(Runs.Done(push: false)).ShouldMatchApproved();

    [Fact]
    public void A_broken_run_offers_nothing_to_run() => Comment(Record).Of(Runs.Broken()).ShouldMatchApproved();

    [Fact]
    public void What_an_earlier_job_built_is_said_to_differ()
    {
        var state = Runs.Done();
        state = state with { Made = state.Made! with { Images = [.. state.Made.Images.Select(image => image with { State = "reused" })] } };

        var comment = Comment(Record).Of(state);

        comment.ShouldContain("| tap | differs from `develop` |");
        comment.ShouldContain("| keg-herkin | new |");
    }

    [Fact]
    public void A_branch_that_changes_no_image_says_so()
    {
        var state = Runs.Planned();
        state = state with { Plan = state.Plan with { Images = [] }, Made = new FamilyReport([]) };

        Comment(Record).Of(state).ShouldContain("No image differs from those of the default branch");
        SummaryPage.Of(state).ShouldNotContain("mermaid");
    }

    [Fact]
    public void The_comment_begins_with_what_it_is_found_by() =>
        Comment(Record).Of(Runs.Planned()).ShouldStartWith("<!-- keg-images -->\n");

    [Fact]
    public void A_comment_of_three_hundred_images_is_one_that_GitHub_takes()
    {
        var state = Runs.Done();
        var one = state.Plan.Images[0] with { Reason = new string('r', 100) };
        var names = Enumerable.Range(0, 300).Select(i => $"{new string('t', 40)}-{i}").ToList();
        state = state with
        {
            Plan = state.Plan with { Images = [.. names.Select(name => one with { Image = name })] },
            Made = state.Made! with { Images =
                [.. names.Select(name => state.Made.Images[0] with { Image = name, Digest = FamilyOf.DigestOf(name).ToString() })] },
        };

        var text = Comment(Record).Of(state);

        text.Length.ShouldBeLessThan(65_536);
        text.ShouldContain("… and 180 more");
    }

    private static PullRequestComment Comment(FamilyRecord? record, Func<string, string>? command = null) =>
        new(Develop, record, command ?? (image => $"docker run --rm ghcr.io/simpleviewinc/{image}:feature-x"));

    private static RecordedImage Recorded(string name, string content, long size) =>
        new() { Name = ImageName.Parse(name), Digest = FamilyOf.DigestOf(content), Size = size };
}
