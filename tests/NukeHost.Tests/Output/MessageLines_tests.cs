using Nuke.Common.Output;

namespace Nuke.Common.Tests.Output;

public sealed class MessageLines_tests
{
    private const string Text = "the tag 'develop' is another branch's, and no tag was moved\n"
        + "  give another one: ./build.sh Push --tag other";

    [Fact]
    public void An_error_is_broken_between_words_at_a_terminals_width()
    {
        Said(new MessageLines(() => 40, text => text)).ShouldBe("""
            03:04:05 [ERR] the tag 'develop' is
                another branch's, and no tag was
                moved
              give another one: ./build.sh Push --tag other

            """.ReplaceLineEndings("\n"));
        Said(MessageLines.Unbroken).ShouldBe($"03:04:05 [ERR] {Text}\n");
    }

    [Fact]
    public void What_is_said_again_at_the_end_is_broken_as_it_was_before()
    {
        var said = new StringWriter { NewLine = "\n" };
        var output = new HostOutput(new MaskingWriter(said), new Clock(), Palette.None)
        {
            Messages = new MessageLines(() => 40, text => text),
        };
        output.Log(LogLevel.Error, Text);
        output.Plain("and more");
        RunSummary.Write(output, [], failed: true, interrupted: false);

        said.ToString().ReplaceLineEndings("\n").ShouldContain("""
            Errors and warnings again:
              error: the tag 'develop' is another
                branch's, and no tag was moved
                  give another one: ./build.sh Push --tag other
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_secret_with_a_space_is_masked_before_its_line_is_broken()
    {
        var writer = new MaskingWriter(new StringWriter { NewLine = "\n" });
        writer.Hide("open sesame");

        new MessageLines(() => 24, text => text).Behind(writer.Masked).Of("the password is: open sesame").ShouldBe("the password is: ***");
    }

    private static string Said(MessageLines messages)
    {
        var said = new StringWriter { NewLine = "\n" };
        new HostOutput(said, new Clock(), Palette.None) { Messages = messages }.Log(LogLevel.Error, Text);
        return said.ToString().ReplaceLineEndings("\n");
    }

    private sealed class Clock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
