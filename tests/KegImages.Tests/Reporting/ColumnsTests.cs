using KegImages.Texts;

namespace KegImages.Tests.Reporting;

public sealed class ColumnsTests
{
    private static readonly string[] Pieces = ["a", "漢", "😀", "\u001b", "é"];

    [Theory]
    [InlineData("npm ci", 6, "npm ci")]
    [InlineData("npm ci", 5, "npm …")]
    [InlineData("漢字漢字", 5, "漢字…")]
    [InlineData("漢字", 3, "漢…")]
    [InlineData("a\tb\nc", 9, "a b c")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    public void Text_is_cut_to_its_columns(string text, int columns, string expected) => Columns.Fit(text, columns).ShouldBe(expected);

    [Fact]
    public void Any_text_fits_any_width()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 1000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var width = random.Next(12);
            Columns.Of(Columns.Fit(text, width)).ShouldBeLessThanOrEqualTo(width, $"seed {seed}, round {round}");
        }
    }
}
