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
    [InlineData("A=# note", "# note")]
    [InlineData("A= #note", "#note")]
    [InlineData("A=b\t# note", "b\t# note")]
    [InlineData("A='it\\'s'", "it's")]
    [InlineData("A='b\\\\'", "b\\\\")]
    [InlineData("A=\"\\a\\c\\0123\\0\\08\\0777\"", "\a\\cS\\\\8\\777")]
    [InlineData("A=\"\\$B$$C\"", "$B$C")]
    [InlineData("A=b\"c\"", "b\"c\"")]
    [InlineData("export\tA=b", "b")]
    [InlineData("A=\"b\"#note", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=http://x:80/?q=1", "http://x:80/?q=1")]
    [InlineData("A=\"b # c\" # note", "b # c")]
    [InlineData("A='b\\n$C'", "b\\n$C")]
    [InlineData("A=\"b\\nc\\\"d\\\\\"", "b\nc\"d\\")]
    [InlineData("A=\"\\q\"", "\\q")]
    [InlineData("A=\"first\n  second\"", "first\n  second")]
    [InlineData("A=$HOME/x", "/home/me/x")]
    [InlineData("A='$HOME'", "$HOME")]
    [InlineData("A={{ envs.B }}", "{{ envs.B }}")]
    [InlineData("A=b=c:d", "b=c:d")]
    public void A_line_gives_a_name_its_value(string text, string expected)
    {
        var (entries, problems) = DotEnv.Read(text, ".env", name => name == "HOME" ? "/home/me" : null);

        problems.ShouldBeEmpty();
        var entry = entries.ShouldHaveSingleItem();
        (entry.Name, entry.Value, entry.Location).ShouldBe(("A", expected, new SourceLocation(".env", 1)));
    }

    [Fact]
    public void Comments_and_empty_lines_are_passed_over_and_a_bare_name_is_declared()
    {
        var (entries, problems) = DotEnv.Read("# a comment\n\nTOKEN\n  # another\nB=c\nLONG=\"x\ny\"\nD=e", "t/.env", _ => null);

        problems.ShouldBeEmpty();
        entries.Select(entry => $"{entry.Location} {entry.Name}={entry.Value ?? "(none)"}")
            .ShouldBe(["t/.env:3 TOKEN=(none)", "t/.env:5 B=c", "t/.env:6 LONG=x\ny", "t/.env:8 D=e"]);
    }

    [Theory]
    [InlineData("A B=c", "x:1: 'A B' is not the name of a variable")]
    [InlineData("\n1A=c", "x:2: '1A' is not the name of a variable")]
    [InlineData("this is no entry", "x:1: this line is neither NAME=value nor a comment")]
    [InlineData("TOKEN", "x:1: 'TOKEN' alone ends the file without ending its line")]
    [InlineData("export ", "x:1: this line is neither")]
    [InlineData("é=c", "x:1: 'é' is not the name of a variable")]
    [InlineData("A=${B", "x:1: A: a '${' stands for no variable")]
    [InlineData("A=${B:?no B}", "x:1: A: required variable B is missing a value: no B")]
    [InlineData("A='it\\'s", "x:1: the value begins with ', which is never closed")]
    [InlineData("=c", "x:1: '' is not the name of a variable")]
    [InlineData("A=\"b", "x:1: the value begins with \", which is never closed")]
    [InlineData("A='b' c", "x:1: text follows the closing '")]
    public void A_wrong_line_is_refused_with_its_place(string text, string problem) =>
        DotEnv.Read(text, "x", _ => null).Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(problem);

    [Theory]
    [InlineData("A=b\nC='d'\n# f\nG='h'\n")]
    [InlineData("export A=b\n\nTOKEN\nB: c # d\n")]
    public void Line_endings_and_a_byte_order_mark_make_no_difference_outside_of_quotes(string text)
    {
        var expected = DotEnv.Read(text, "x", _ => null);

        var found = DotEnv.Read("\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal), "x", _ => null);

        found.Problems.ShouldBeEmpty();
        found.Entries.ShouldBe(expected.Entries);
        DotEnv.Read("A='b\r\nc'\n", "x", _ => null).Entries.Single().Value.ShouldBe("b\r\nc", "within quotes Compose keeps them");
    }

    [Fact]
    public void A_value_names_what_stands_above_it_and_the_process_stands_before_the_file()
    {
        var (entries, problems) = DotEnv.Read("A=file\nB=file\nC=$A-$B-${LATER}\nLATER=x\n", "x", name => name == "B" ? "process" : null);

        problems.ShouldBeEmpty();
        entries.Single(entry => entry.Name == "C").Value.ShouldBe("file-process-");
        entries.Single(entry => entry.Name == "C").Uses.ShouldBe("A B LATER");
    }

    [Fact]
    public void A_value_that_doubles_and_doubles_is_refused_with_its_line_before_it_fills_the_memory()
    {
        var text = "A0=0123456789\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"A{i}=$A{i - 1}$A{i - 1}\n"));

        DotEnv.Read(text, "x", _ => null).Problems[0].ToString().ShouldStartWith("x:14: A13: the value is longer than 65536 characters");
    }
}
