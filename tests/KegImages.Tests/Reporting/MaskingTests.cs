using KegImages.Consoles;
using KegImages.Texts;

namespace KegImages.Tests.Reporting;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("token s3cret/x is here", "token *** is here")]
    [InlineData("https://u:s3cret%2Fx@host", "https://u:***@host")]
    [InlineData("s3cret", "***")]
    [InlineData("first line", "***")]
    [InlineData("and second line too", "and *** too")]
    [InlineData("nothing", "nothing")]
    public void A_secret_is_masked_wherever_it_stands(string text, string expected) =>
        new Masking(["s3cret", "s3cret/x", "", " \n", "first line\nsecond line\n"]).Apply(text).ShouldBe(expected);

    [Fact]
    public void A_secret_that_is_learnt_later_is_masked_from_then_on_and_told_once()
    {
        var told = new List<string>();
        var masking = new Masking(["first-one"], told.Add);
        masking.Apply("second\\one").ShouldBe("second\\one");

        masking.Add("second\\one", "first-one");
        masking.Add("second\\one");

        told.ShouldBe(["first-one", "second\\one"]);
        masking.Apply("first-one second\\one {\"json\": \"second\\\\one\"}").ShouldBe("*** *** {\"json\": \"***\"}");
    }

    [Theory]
    [InlineData("abc", "abcd abc")]
    [InlineData("abcd", "*** abc")]
    public void Three_characters_stand_everywhere_and_are_not_masked(string secret, string masked) =>
        new Masking([secret]).Apply("abcd abc").ShouldBe(masked);

    [Fact]
    public void A_login_in_a_URL_is_masked_though_nobody_knew_it() =>
        new Masking([]).Apply("cannot read https://me:pa55word@host/x").ShouldBe("cannot read https://me:***@host/x");

    [Fact]
    public void A_bracket_on_a_line_of_its_own_is_no_secret() =>
        new Masking(["{\n \"key\": 1\n}"]).Apply("{} \"key\": 1").ShouldBe("{} ***");

    [Fact]
    public void A_secret_that_is_written_in_pieces_is_masked_too()
    {
        var inner = new StringWriter();
        using var writer = new MaskedWriter(inner, new Masking(["s3cret"]));

        writer.Write("a s3");
        writer.Write("cr");
        writer.Write('e');
        writer.Write("t b\nnext s3");
        inner.ToString().ShouldBe("a *** b\n");
        writer.WriteLine("cret");
        writer.Write("end");
        writer.Flush();

        inner.ToString().ShouldBe($"a *** b\nnext ***{Environment.NewLine}end");
    }
}
