using KegImages.Reports;
using KegImages.Texts;

namespace KegImages.Tests.Reporting;

/// <summary>A plan as people read it, at the widths of their terminals.</summary>
public sealed class PlanTreeTests
{
    private const string New = "no image of these inputs exists yet";

    private const string Why = "what stands under fp-0123456789abcdef0123 stands on another keg-base than the one that is published";

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(160)]
    public void A_family_is_a_tree_with_a_reason_for_each_image(int width) =>
        Text(Small.ToTree(width, tellsAll: false)).ShouldMatchApproved(approval => approval.WithDiscriminator($"{width}"));

    [Fact]
    public void A_few_long_names_do_not_take_the_room_of_every_reason()
    {
        var plan = new PlanReport("ghcr.io/acme", true, ["develop"],
        [
            Image("base", "base", "build", New, "node"),
            Image("a-name-that-goes-on-and-on-until-nothing-is-left", "base", "build", New, "base"),
            .. Enumerable.Range(1, 12).Select(i => Image($"tap-{i}", "taps", "build", New, "base")),
        ]);

        var lines = plan.ToTree(80, tellsAll: false);
        lines.Length.ShouldBe(16, Text(lines));
        lines[1].Text.ShouldBe($"├─ a-name-that-…  build  {New}");
        // Where there is room for all, nothing is cut.
        plan.ToTree(120, tellsAll: false)[1].Text.ShouldBe($"├─ a-name-that-goes-on-and-on-until-nothing-is-left  build  {New}");
    }

    [Fact]
    public void A_log_has_no_width() => Text(Small.ToTree(int.MaxValue, tellsAll: false)).ShouldContain($"build  {Why}");

    [Fact]
    public void Content_tags_are_shown_to_who_asks_for_all()
    {
        Text(Small.ToTree(160, tellsAll: false)).ShouldNotContain("fp-aaaa");
        Text(Small.ToTree(160, tellsAll: true)).ShouldMatchApproved();
    }

    [Fact]
    public void Three_hundred_images_stay_readable() =>
        Text(Large.ToTree(100, tellsAll: false)).ShouldMatchApproved();

    [Fact]
    public void Three_hundred_images_of_which_none_changed_are_a_line_a_group()
    {
        var plan = Large with
        {
            Images = [.. Large.Images.Select(image => image with { Plan = "reuse", Reason = "develop has it already" })],
        };

        plan.ToTree(100, tellsAll: false).Length.ShouldBe(5);
        plan.ToTree(100, tellsAll: true).Length.ShouldBe(302, "who asks for all sees each");
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal_and_no_word_of_a_reason_is_lost()
    {
        foreach (var width in Enumerable.Range(20, 140))
        {
            var lines = Large.ToTree(width, tellsAll: true);
            lines.ShouldAllBe(line => line.Columns <= width, $"at {width}");
            var words = string.Join(' ', Small.ToTree(width, false).Select(line => line.Text)).Split(' ', '│');
            Why.Split(' ').Where(word => word.Length < 16).ShouldAllBe(word => words.Contains(word), $"at {width}");
        }
    }

    [Fact]
    public void A_chain_of_thousands_is_shown()
    {
        var images = Enumerable.Range(0, 5_000).Select(i => Image($"i{i}", "all", "build", "new", i == 0 ? "scratch" : $"i{i - 1}"));

        (Small with { Images = [.. images] }).ToTree(80, tellsAll: false).ShouldAllBe(line => line.Columns <= 80);
    }

    private static PlanReport Small { get; } = new("ghcr.io/acme", true, ["develop", "master"],
    [
        Image("keg-base", "base", "reuse", "develop has it already", "node"),
        Image("keg-core", "keg-hub", "build", Why, "keg-base"),
        Image("tap", "keg-hub", "build", "its parent keg-core is built", "keg-core"),
        Image("evf", "taps", "build", "its parent tap is built", "tap"),
        Image("keg-herkin", "taps", "build", "its parent tap is built", "tap", "keg-components"),
        Image("keg-components", "keg-hub", "reuse", "develop has it already", "keg-base"),
    ])
    {
        Skipped = [Image("weather", "taps", "skip", "it is as develop has it", "tap")],
    };

    // Fifty images on the base, five taps on each; of one of them a tap changed.
    private static PlanReport Large { get; } = new("ghcr.io/acme", true, ["develop"],
    [
        Image("base", "base", "reuse", "develop has it already", "node"),
        .. Enumerable.Range(1, 50).Select(i => Image($"hub-{i}", "hubs", "reuse", "develop has it already", "base")),
        .. Enumerable.Range(1, 249).Select(i => Image($"tap-{i}", "taps", i == 77 ? "build" : "reuse",
            i == 77 ? "no image of these inputs exists yet" : "develop has it already", $"hub-{i % 50 + 1}")),
    ]);

    private static PlannedImage Image(string name, string group, string plan, string reason, params string[] parents) =>
        new(name, group, plan, reason, $"ghcr.io/acme/{name}:fp-aaaa0123456789abcdef", null, parents);

    private static string Text(IEnumerable<Line> lines) => string.Join('\n', lines.Select(line => line.Text.TrimEnd())) + "\n";
}
