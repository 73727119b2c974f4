using KegImages.Processes;

namespace KegImages.Tests.Processes;

public sealed class LineCutterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\r|\nb", "a,b")]
    [InlineData("a\r\n|b\rc|d", "a,b,cd")]
    [InlineData("|\n||\n", ",")]
    [InlineData("a\r|\r|\n", "a,")]
    public void Lines_are_whole_wherever_the_pieces_end(string pieces, string lines) =>
        string.Join(',', Cut(pieces.Split('|'))).ShouldBe(lines);

    [Fact]
    public void Any_pieces_give_the_lines_that_a_reader_would()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var text = new string(random.GetItems("ab\r\n".AsSpan(), random.Next(12)));
            var cuts = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(text.Length + 1)).Append(0).Append(text.Length).Order()
                .ToArray();
            var pieces = cuts.Zip(cuts.Skip(1), (begin, end) => text[begin..end]);

            Cut(pieces).ShouldBe(Read(text), $"seed {seed}: {text.Replace('\r', 'R').Replace('\n', 'N')} cut at {string.Join(' ', cuts)}");
        }
    }

    [Fact]
    public void A_line_without_end_is_cut_and_says_so()
    {
        var piece = new string('x', 1024 * 1024);

        var lines = Cut([.. Enumerable.Repeat(piece, 20), "\n", "next\n"]);

        lines.Count.ShouldBe(2);
        lines[0].ShouldEndWith("x … (4194304 more characters of this line are left out)");
        lines[1].ShouldBe("next");
    }

    private static List<string> Cut(IEnumerable<string> pieces)
    {
        var cutter = new LineCutter();
        List<string> lines = [.. pieces.SelectMany(piece => cutter.Add(piece))];
        return cutter.Rest is { } rest ? [.. lines, rest] : lines;
    }

    private static List<string> Read(string text)
    {
        using var reader = new StringReader(text);
        List<string> lines = [];
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }
}
