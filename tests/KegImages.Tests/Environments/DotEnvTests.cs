using KegImages.Environments;

namespace KegImages.Tests.Environments;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A: b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A=''", "")]
    [InlineData("A=b # note", "b")]
    [InlineData("A=# note", "")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=http://x:80/?q=1", "http://x:80/?q=1")]
    [InlineData("A=\"b # c\" # note", "b # c")]
    [InlineData("A='b\\n$C'", "b\\n$C")]
    [InlineData("A=\"b\\nc\\\"d\\\\\"", "b\nc\"d\\")]
    [InlineData("A=\"\\q\"", "\\q")]
    [InlineData("A=\"first\n  second\"", "first\n  second")]
    [InlineData("A=$HOME/x", "$HOME/x")]
    [InlineData("A={{ envs.B }}", "{{ envs.B }}")]
    [InlineData("A=b=c:d", "b=c:d")]
    public void A_line_gives_a_name_its_value(string text, string expected)
    {
        var (entries, problems) = DotEnv.Read(text, ".env");

        problems.ShouldBeEmpty();
        entries.ShouldHaveSingleItem().ShouldBe(new EnvironmentEntry("A", expected, new SourceLocation(".env", 1)));
    }

    [Fact]
    public void Comments_and_empty_lines_are_passed_over_and_a_bare_name_is_declared()
    {
        var (entries, problems) = DotEnv.Read("# a comment\n\nTOKEN\n  # another\nB=c\nLONG=\"x\ny\"\nD=e", "t/.env");

        problems.ShouldBeEmpty();
        entries.Select(entry => $"{entry.Location} {entry.Name}={entry.Value ?? "(none)"}")
            .ShouldBe(["t/.env:3 TOKEN=(none)", "t/.env:5 B=c", "t/.env:6 LONG=x\ny", "t/.env:8 D=e"]);
    }

    [Theory]
    [InlineData("A B=c", "x:1: 'A B' is not the name of a variable")]
    [InlineData("\n1A=c", "x:2: '1A' is not the name of a variable")]
    [InlineData("this is no entry", "x:1: this line is neither NAME=value nor a comment")]
    [InlineData("=c", "x:1: '' is not the name of a variable")]
    [InlineData("A=\"b", "x:1: the value begins with \", which is never closed")]
    [InlineData("A='b' c", "x:1: text follows the closing '")]
    public void A_wrong_line_is_refused_with_its_place(string text, string problem) =>
        DotEnv.Read(text, "x").Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(problem);

    [Theory]
    [InlineData("A=b\nC=\"d\ne\"\n# f\nG='h'\n")]
    [InlineData("export A=b\n\nTOKEN\nB: c # d\n")]
    public void Line_endings_and_a_byte_order_mark_make_no_difference(string text)
    {
        var expected = DotEnv.Read(text, "x");

        var found = DotEnv.Read("\uFEFF" + text.Replace("\n", "\r\n"), "x");

        found.Problems.ShouldBeEmpty();
        found.Entries.ShouldBe(expected.Entries);
    }
}
