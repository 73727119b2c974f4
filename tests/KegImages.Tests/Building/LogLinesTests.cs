using System.Diagnostics;
using System.Text;
using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class LogLinesTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("\n\n", "|")]
    [InlineData("10%\r20%\r\n", "20%")]
    [InlineData("done\r\r\n", "done")]
    [InlineData("100%\r7%\n", "7%")]
    [InlineData("a\r", "a")]
    [InlineData("\u001b[1;31mred\u001b[0m\n", "red")]
    [InlineData("\u001b]0;title\u0007text\n", "text")]
    [InlineData("\u001b]0;title\u001b\\text\n", "text")]
    [InlineData("\u001b(Bx\n", "(Bx")]
    [InlineData("\u001b[31\nnext\n", "|next")]
    [InlineData("\u001bMup\n", "up")]
    public void A_line_is_what_a_terminal_would_show_wherever_its_pieces_end(string written, string shown)
    {
        foreach (var size in new[] { 1, 2, 3, 1000 })
            Read(Encoding.UTF8.GetBytes(written).Chunk(size)).ShouldBe(shown.Split('|'));
    }

    [Theory]
    [InlineData("app-1  | tick", "app-1  | tick")]
    [InlineData("\u001b[2Kapp-1  | \u001b[31mred\u001b[0m | 10%\r20%", "app-1  | 20%")]
    [InlineData("app-1  | done\r", "app-1  | done")]
    [InlineData("\u001b]52;c;ZXZpbA==\u0007no mark", "no mark")]
    [InlineData("a \u202e stays\u001b", "a \u202e stays")]
    [InlineData("", "")]
    public void A_line_of_a_container_is_without_sequences_behind_the_name_that_compose_gives_it(string line, string shown) =>
        LogLines.Of(line, " | ").ShouldBe(shown);

    [Fact]
    public void Progress_without_a_line_feed_takes_time_for_each_byte_once()
    {
        var pieces = Enumerable.Range(0, 400_000).Select(i => Encoding.UTF8.GetBytes($"{i} of 400000\r")).ToArray();
        var watch = Stopwatch.StartNew();

        Read(pieces).ShouldBe(["399999 of 400000"]);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Of_a_line_without_end_the_beginning_is_kept_and_the_rest_counted()
    {
        var line = Read(Enumerable.Repeat(Encoding.UTF8.GetBytes(new string('x', 10_000)), 100)).ShouldHaveSingleItem();

        line.ShouldStartWith("xxx");
        line.ShouldEndWith("x … (983616 more characters of this line are left out)");
    }

    private static List<string> Read(IEnumerable<byte[]> pieces)
    {
        var lines = new LogLines();
        List<string> read = [.. pieces.SelectMany(lines.Add)];
        return [.. read, .. lines.Complete()];
    }
}
