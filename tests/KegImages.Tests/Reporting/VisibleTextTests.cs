using KegImages.Consoles;

namespace KegImages.Tests.Reporting;

public class VisibleTextTests
{
    [Theory]
    [InlineData("plain, Größe, 日本, 🍺 and\ttabs\r\nlines\n", "plain, Größe, 日本, 🍺 and\ttabs\r\nlines\n")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", @"\u001b[2J\u001b]0;title\u0007")]
    [InlineData("over\rwritten", @"over\u000dwritten")]
    [InlineData("\0\b\u007f\u0085\u009b", @"\u0000\u0008\u007f\u0085\u009b")]
    [InlineData("a\u202eb\u202a\u2066\u2069\u200e\u200f\u061c", @"a\u202eb\u202a\u2066\u2069\u200e\u200f\u061c")]
    [InlineData("a\u200bb\u200c\u200d\u2060\ufeff\u00ad\u2028\u2029", @"a\u200bb\u200c\u200d\u2060\ufeff\u00ad\u2028\u2029")]
    [InlineData("\U000e0041", @"\udb40\udc41")]
    public void What_is_hidden_is_written_out(string text, string expected) => VisibleText.Of(text).ShouldBe(expected);

    [Fact]
    public void Half_a_surrogate_pair_is_written_out() => VisibleText.Of($"a{'\ud800'}b{'\udc00'}").ShouldBe(@"a\ud800b\udc00");

    [Fact]
    public void JSON_means_the_same_afterwards() =>
        System.Text.Json.JsonSerializer.Deserialize<string>(VisibleText.Of("\"a\u202eb\u009b\"")).ShouldBe("a\u202eb\u009b");

    [Theory]
    [InlineData("::error::x\n", @":\u003aerror::x" + "\n")]
    [InlineData("fine\n  ::set-env name=x::y\n", "fine\n" + @"  :\u003aset-env name=x::y" + "\n")]
    [InlineData("a ::error:: in the middle\n", "a ::error:: in the middle\n")]
    [InlineData("a::b\n", "a::b\n")]
    [InlineData("some ##[command]x\n", @"some ##\u005bcommand]x" + "\n")]
    [InlineData("a\r::error::x\n", @"a\u000d::error::x" + "\n")]
    public void In_GitHub_s_log_no_line_of_others_is_a_command(string text, string expected)
    {
        foreach (var piece in new[] { text.Length, 1 })
        {
            using var shown = new StringWriter();
            using var writer = new VisibleWriter(shown, isGitHub: true);
            for (var i = 0; i < text.Length; i += piece)
                writer.Write(text.AsSpan(i, Math.Min(piece, text.Length - i)));

            shown.ToString().ShouldBe(expected);
        }
    }

    [Fact]
    public void What_others_wrote_in_a_failure_is_written_out()
    {
        new FailedException("it answers \u001b[31mred").Message.ShouldBe(@"it answers \u001b[31mred");
        new WrongUseException("a\u202eb", next: "c\u200bd").Message.ShouldBe($@"a\u202eb{Environment.NewLine}  c\u200bd");
    }

    [Fact]
    public void The_terminal_writes_nothing_of_others_as_it_is()
    {
        using var shown = new StringWriter();
        Terminal.Plain(shown).Out.WriteLine("\u001b]8;;http://evil.example\u0007click\u202e");

        shown.ToString().ShouldBe(@"\u001b]8;;http://evil.example\u0007click\u202e" + Environment.NewLine);
    }
}
