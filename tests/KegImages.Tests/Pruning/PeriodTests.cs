using KegImages.Pruning;
using KegImages.References;

namespace KegImages.Tests.Pruning;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("0d", 0)]
    [InlineData("36h", 36)]
    [InlineData("14d", 14 * 24)]
    [InlineData("2w", 14 * 24)]
    [InlineData("99999w", 99999.0 * 7 * 24)]
    public void A_period_is_read_and_written_as_typed(string text, double hours)
    {
        Period.TryParse(text, out var period).ShouldBeTrue();
        period.Length.TotalHours.ShouldBe(hours);
        period.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("14")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("014d")]
    [InlineData("14 d")]
    [InlineData("14D")]
    [InlineData("3m")]
    [InlineData("100000d")]
    [InlineData("14d\n")]
    public void Anything_else_is_refused(string text) => Period.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_removal_is_called_by_its_second()
    {
        var id = RemovalId.At(new DateTimeOffset(2026, 1, 2, 4, 4, 5, 678, TimeSpan.FromHours(1)));

        id.ToString().ShouldBe("20260102T030405Z");
        id.Tag.ToString().ShouldBe("removed.20260102T030405Z");
        RemovalId.TryParse(id.Tag, out var tag).ShouldBeTrue();
        RemovalId.TryParse(id.ToString(), out var text).ShouldBeTrue();
        (tag, text).ShouldBe((id, id));
    }

    [Theory]
    [InlineData("removed.0123456789ab")]
    [InlineData("20260102T030405Z")]
    [InlineData("removed.20261302T030405Z")]
    [InlineData("develop")]
    public void Other_tags_are_no_removals(string tag) => RemovalId.TryParse(Tag.Parse(tag), out _).ShouldBeFalse();
}
