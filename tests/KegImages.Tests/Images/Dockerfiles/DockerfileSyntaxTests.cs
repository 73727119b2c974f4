using static KegImages.Tests.Images.Dockerfiles.Reading;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class DockerfileSyntaxTests
{
    [Theory]
    [InlineData("FROM a\nRUN b")]
    [InlineData("from a\nrun b")]
    [InlineData("\uFEFFFROM a\r\nRUN b\r\n")]
    [InlineData("\n\n  \n\tFROM\ta\n\n  RUN   b   \n\n")]
    [InlineData("# comment\nFROM a\n  # FROM x\nRUN b\n#")]
    [InlineData("FROM \\\na\nRUN \\\n\\\n b")]
    [InlineData("FROM a\nRUN \\\n# FROM x\n\n   # another\nb")]
    [InlineData("FROM a\nRUN \\  \t\nb \\")]
    [InlineData("FROM a\nRUN \\\r\n  b\r\n")]
    public void The_same_instructions_are_read_however_they_are_laid_out(string text)
    {
        var dockerfile = Parse(text);

        dockerfile.Instructions.Select(instruction => (instruction.Keyword, instruction.Arguments)).ShouldBe([("FROM", "a"), ("RUN", "b")]);
        dockerfile.Stages.ShouldHaveSingleItem().Base.ShouldBe("a");
    }

    [Fact]
    public void An_escaped_escape_character_at_the_end_of_a_line_continues_nothing() =>
        Keywords("FROM a\nENV A=b\\\\\nENV C=d").ShouldBe(["FROM a", "ENV A=b\\\\", "ENV C=d"]);

    [Theory]
    [InlineData("# escape=`")]
    [InlineData("#escape = `")]
    [InlineData("# ESCAPE=`")]
    [InlineData("# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`")]
    public void The_escape_directive_changes_what_continues_a_line(string directives) =>
        Keywords($"{directives}\nFROM a\nRUN dir c:\\\nRUN b `\n  c").ShouldBe(["FROM a", "RUN dir c:\\", "RUN b c"]);

    [Theory]
    [InlineData("# comment\n# escape=`")]
    [InlineData("# unknown=directive\n# escape=`")]
    [InlineData("\n# escape=`")]
    [InlineData("FROM x\n# escape=`")]
    public void Directives_end_at_the_first_line_that_is_none(string begin) =>
        Keywords($"{begin}\nFROM a\nRUN b \\\n c").ShouldContain("RUN b c");

    [Theory]
    [InlineData("# syntax=docker/dockerfile:1\nFROM a", "docker/dockerfile:1")]
    [InlineData("# Syntax = docker/dockerfile:1.7-labs  \nFROM a", "docker/dockerfile:1.7-labs")]
    [InlineData("# nothing\n# syntax=docker/dockerfile:1\nFROM a", null)]
    [InlineData("FROM a", null)]
    public void The_syntax_directive_is_told(string text, string? syntax) => Parse(text).Syntax.ShouldBe(syntax);

    [Theory]
    [InlineData("RUN <<EOF\nFROM x\nEOF")]
    [InlineData("RUN <<'EOF'\nFROM x\n EOF\nEOF")]
    [InlineData("RUN <<\"EOF\"\nFROM x\\\nEOF")]
    [InlineData("RUN <<-EOF\n\tFROM x\n\t\tEOF")]
    [InlineData("RUN << EOF cat\nFROM x\nEOF")]
    [InlineData("RUN cat 3<<EOF >/x\nFROM x\nEOF")]
    [InlineData("RUN cat <<A <<B\nFROM x\nA\nFROM y\nB")]
    [InlineData("COPY <<EOF /a\nFROM x\nEOF")]
    [InlineData("COPY <<one <<two /a/\nFROM x\none\nFROM y\ntwo")]
    [InlineData("ADD --chmod=755 <<EOF /a\nFROM x\nEOF")]
    [InlineData("ONBUILD RUN <<EOF\nFROM x\nEOF")]
    [InlineData("RUN --mount=type=cache,target=/x <<EOF\r\nFROM x\r\nEOF\r")]
    [InlineData("RUN a \\\n <<EOF\nFROM x\nEOF")]
    [InlineData("RUN <<EOF\n# escape\n\n<<X\nEOF")]
    public void The_body_of_a_heredoc_is_never_read_as_instructions(string heredoc)
    {
        var dockerfile = Parse($"FROM a\n{heredoc}\nUSER b");

        dockerfile.Stages.Length.ShouldBe(1);
        dockerfile.Instructions.Length.ShouldBe(3);
        dockerfile.Instructions[1].EndLine.ShouldBe(1 + heredoc.Split('\n').Length);
        dockerfile.Instructions[2].Keyword.ShouldBe("USER");
    }

    [Theory]
    [InlineData("RUN echo \"<<EOF\"")]
    [InlineData("RUN echo '<<EOF'")]
    [InlineData("RUN echo \"a <<EOF b\"")]
    [InlineData("RUN echo 'a <<EOF b'")]
    [InlineData("RUN echo ${a:-b <<EOF}")]
    [InlineData("RUN cat <<<EOF")]
    [InlineData("RUN echo $((1<<4))")]
    [InlineData("RUN [\"cat\", \"<<EOF\"]")]
    [InlineData("COPY [\"<<EOF\", \"/x\"]")]
    [InlineData("RUN echo it's <<EOF")]
    [InlineData("ENV A=<<EOF")]
    [InlineData("LABEL a=\"<<EOF\"")]
    [InlineData("RUN echo \\<<EOF")]
    public void What_only_looks_like_a_heredoc_takes_no_lines(string instruction) =>
        Parse($"FROM a\n{instruction}\nUSER b").Instructions[2].Keyword.ShouldBe("USER");

    [Fact]
    public void An_instruction_says_from_which_line_to_which_it_stands()
    {
        var dockerfile = Parse("""
            FROM node:20

            # install
            RUN npm ci \
                # really

                --omit=dev
            RUN <<EOF
            echo
            EOF
            USER node
            """);

        dockerfile.Instructions.Select(instruction => (instruction.ToString(), instruction.Line, instruction.EndLine)).ShouldBe(
            [("FROM node:20", 1, 1), ("RUN npm ci --omit=dev", 4, 7), ("RUN <<EOF", 8, 10), ("USER node", 11, 11)]);
    }

    [Fact]
    public void Flags_are_told_from_arguments_and_lose_their_quotes()
    {
        var copy = Parse("FROM a\nCOPY --from=\"a b\" --link --chown=x\\ y -- --x /y").Instructions[1];

        copy.Flags.Select(flag => (flag.Name, flag.Value)).ShouldBe([("from", "a b"), ("link", null), ("chown", "x y")]);
        copy.Arguments.ShouldBe("--x /y");
    }
}
