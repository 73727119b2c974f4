using KegImages.Dockerfiles;
using static KegImages.Tests.Images.Dockerfiles.Reading;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class DockerfileRefusalTests
{
    [Theory]
    [InlineData("", "Dockerfile: has no FROM")]
    [InlineData("# only a comment", "Dockerfile: has no FROM")]
    [InlineData("ARG A=1", "Dockerfile: has no FROM")]
    [InlineData("RUN a\nFROM b", "Dockerfile:1: RUN stands before the first FROM: only ARG may")]
    [InlineData("FORM a", "Dockerfile:1: unknown instruction 'FORM' (did you mean 'FROM'?)")]
    [InlineData("FROM a\n\nCOPPY a b", "Dockerfile:3: unknown instruction 'COPPY' (did you mean 'COPY'?)")]
    [InlineData("FROM a\nRUN x &&\n  apt-get update",
        "Dockerfile:3: unknown instruction 'apt-get': is a '\\' missing at the end of the line before?")]
    [InlineData("FROM", "Dockerfile:1: FROM needs an argument")]
    [InlineData("FROM a b", "expected 'FROM image' or 'FROM image AS name'")]
    [InlineData("FROM a AS", "expected 'FROM image' or 'FROM image AS name'")]
    [InlineData("FROM a AS b c", "expected 'FROM image' or 'FROM image AS name'")]
    [InlineData("FROM a IS b", "expected 'FROM image' or 'FROM image AS name'")]
    [InlineData("FROM a AS 1b", "'1b' is not a stage name")]
    [InlineData("FROM a AS b/c", "'b/c' is not a stage name")]
    [InlineData("FROM --platfrom=x a", "FROM has no flag --platfrom (did you mean 'platform'?)")]
    [InlineData("FROM --platform a", "FROM --platform needs a value")]
    [InlineData("FROM a\nCOPY x", "Dockerfile:2: COPY needs a source and a destination, not 'x' alone")]
    [InlineData("FROM a\nCOPY [\"x\"]", "COPY needs a source and a destination")]
    [InlineData("FROM a\nADD", "ADD needs a source and a destination")]
    [InlineData("FROM a\nCOPY --form=b x y", "COPY has no flag --form (did you mean 'from'?)")]
    [InlineData("FROM a\nCOPY --from b x y", "COPY --from needs a value")]
    [InlineData("FROM a\nCOPY --from= x y", "COPY --from needs a value")]
    [InlineData("FROM a\nCOPY --from=b --from=c x y", "COPY --from is given twice")]
    [InlineData("FROM a\nADD --from=b x y", "ADD has no flag --from: copy from a stage or image with COPY --from")]
    [InlineData("FROM a\nARG B\nCOPY --from=$B x y",
        "Dockerfile:3: '$B': no variable can stand in --from=; name a stage instead: 'FROM $B AS x', then --from=x")]
    [InlineData("FROM a\nRUN --mount=from=${B},target=/x y", "'${B}': no variable can stand in --mount=…,from=")]
    [InlineData("FROM a\nONBUILD COPY --from=$B x y", "no variable can stand in --from=")]
    [InlineData("FROM a\nCOPY --from=0 x y", "COPY --from=0: a stage cannot copy from itself")]
    [InlineData("FROM a\nCOPY --from=1 x y", "COPY --from=1: no stage stands before this one")]
    [InlineData("FROM a\nFROM b\nFROM c\nCOPY --from=7 x y", "Dockerfile:4: COPY --from=7: the stages before this one are 0 to 1")]
    [InlineData("FROM a\nRUN --mount=type=bnd,target=/x y", "'bnd' is no mount type (did you mean 'bind'?)")]
    [InlineData("FROM a\nRUN --mount=type=bind,tagret=/x y", "'tagret' is no option of --mount (did you mean 'target'?)")]
    [InlineData("FROM a\nRUN --mount=type=bind,target y", "--mount option 'target' needs a value")]
    [InlineData("FROM a\nRUN <<EOF\nFROM b\n EOF", "Dockerfile:2: the heredoc '<<EOF' is never ended")]
    [InlineData("FROM a\nRUN <<-EOF\n  EOF", "the heredoc '<<EOF' is never ended")]
    [InlineData("FROM a\nRUN [\"a\", 1]", "the JSON form takes strings alone")]
    [InlineData("FROM a\nSHELL /bin/sh", "SHELL takes the JSON form")]
    [InlineData("FROM a\nENV A", "ENV A has no value")]
    [InlineData("FROM a\nENV A=b C", "ENV: 'C' is not of the form name=value")]
    [InlineData("FROM a\nLABEL a=b c", "LABEL: 'c' is not of the form name=value")]
    [InlineData("FROM a\nARG", "ARG needs an argument")]
    [InlineData("FROM a\nARG =x", "ARG =x has no name")]
    [InlineData("FROM a\nHEALTHCHECK NEVER", "HEALTHCHECK takes CMD or NONE, not 'NEVER'")]
    [InlineData("FROM a\nHEALTHCHECK CMD", "HEALTHCHECK CMD needs a command")]
    [InlineData("FROM a\nONBUILD", "ONBUILD needs an argument")]
    [InlineData("FROM a\nONBUILD FROM b", "ONBUILD FROM is not allowed")]
    [InlineData("FROM a\nonbuild maintainer b", "ONBUILD MAINTAINER is not allowed")]
    [InlineData("FROM a\nONBUILD ONBUILD RUN b", "ONBUILD ONBUILD is not allowed")]
    [InlineData("FROM a\nONBUILD RUNN b", "unknown instruction 'RUNN' (did you mean 'RUN'?)")]
    [InlineData("# escape=x\nFROM a", "Dockerfile:1: 'x' cannot be the escape character")]
    [InlineData("# escape=`\n# escape=`\nFROM a", "Dockerfile:2: the parser directive 'escape' is given twice")]
    public void What_Docker_refuses_is_refused_with_its_line(string text, string said) => Refusal(text).ShouldContain(said);

    [Fact]
    public void Everything_wrong_is_reported_together_in_order_of_lines()
    {
        var exception = Should.Throw<WrongUseException>(() =>
            Dockerfile.Parse("FORM a\nFROM b\nCOPY c\nRUN --mont=x y\nRUN <<E\n", "taps/evf/container/Dockerfile"));

        exception.Problems.Select(problem => problem.Location!.Line).ShouldBe([1, 3, 4, 5]);
        exception.Problems.ShouldAllBe(problem => problem.ToString().StartsWith("taps/evf/container/Dockerfile:"));
    }

    [Fact]
    public void A_text_that_is_no_Dockerfile_is_not_answered_with_a_line_for_each_of_its_lines()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"line{i} of a shell script\n"));

        var problems = Should.Throw<WrongUseException>(() => Parse(text)).Problems;

        problems.Length.ShouldBe(5);
        problems[^1].ToString().ShouldBe("Dockerfile:4: 97 more lines from here on begin with no instruction");
    }

    [Theory]
    [InlineData("FROM a\nRUN --network=none --security=insecure --mount=type=ssh b")]
    [InlineData("FROM a\nCOPY --link --parents --exclude=x --exclude=y --chmod=755 --chown=a:b b c")]
    [InlineData("FROM a\nADD --keep-git-dir=true --checksum=sha256:x --unpack=false b c")]
    [InlineData("FROM a\nHEALTHCHECK --interval=5s --timeout=1s --start-period=1s --start-interval=1s --retries=3 CMD b")]
    [InlineData("FROM a\nHEALTHCHECK NONE\nSTOPSIGNAL 9\nMAINTAINER x\nVOLUME /a /b\nWORKDIR /x\nEXPOSE 80 $P\nUSER x\nSHELL [\"/bin/sh\"]")]
    [InlineData("FROM a\nENTRYPOINT []\nCMD []\nENV a b c\nLABEL \"a b\"=c d='e f'\nRUN [ -f x ] && y")]
    [InlineData("FROM a\nRUN --mount=type=secret,id=x,required,mode=0400 --mount=type=cache,\\\"target=/a,b\\\",sharing=locked,uid=1 b")]
    public void What_Docker_accepts_is_accepted(string text) => Should.NotThrow(() => Parse(text));
}
