using KegImages.Dockerfiles;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class ParserDirectivesTests
{
    [Theory]
    [InlineData("# syntax=docker/dockerfile:1\nFROM a\n", "#\nFROM a\n")]
    [InlineData("#syntax = docker/dockerfile:1.7-labs\r\n# escape=`\r\nFROM a", "# escape=`\r\n#\nFROM a")]
    [InlineData("# check=skip=all\n# syntax=x\n# escape=`\n# text\nFROM a\n", "# check=skip=all\n# escape=`\n#\n# text\nFROM a\n")]
    [InlineData("# text\n# syntax=x\nFROM a\n", "# text\n# syntax=x\nFROM a\n")]
    [InlineData("FROM a\n# syntax=x\n", "FROM a\n# syntax=x\n")]
    [InlineData("", "")]
    [InlineData("# syntax=x", "#")]
    public void Without_the_frontend_the_other_directives_hold_and_every_instruction_keeps_its_line(string text, string expected) =>
        ParserDirectives.WithoutSyntax(text).ShouldBe(expected);
}
