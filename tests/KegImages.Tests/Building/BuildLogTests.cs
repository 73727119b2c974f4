using KegImages.Building;
using KegImages.Commands;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.Tests.Building;

public sealed class BuildLogTests
{
    [Fact]
    public void A_failing_command_is_told_with_its_line_its_text_and_its_last_20_lines()
    {
        var failure = Failure("failing-run");

        failure.Location.ToString().ShouldBe("taps/evf/container/Dockerfile:5");
        failure.Number.ShouldBe("3/4");
        failure.Instruction.ShouldBe("RUN echo before && seq 30 && exit 7");
        failure.Source.ShouldBe([@"RUN echo before && \", @"    seq 30 && \", "    exit 7"]);
        failure.Message.ShouldBe(
            "process \"/bin/sh -c echo before &&     seq 30 &&     exit 7\" did not complete successfully: exit code: 7");
        failure.Log.ShouldBe(Enumerable.Range(11, 20).Select(number => $"{number}"));
        failure.ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_Dockerfile_that_cannot_be_parsed_is_told_with_its_line_and_what_buildx_says()
    {
        var failure = Failure("parse-error");

        failure.Location.Line.ShouldBe(2);
        failure.Instruction.ShouldBeNull();
        failure.Source.ShouldBe(["RUNN echo"]);
        failure.Message.ShouldBe("dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)");
        failure.Log.ShouldBeEmpty();
    }

    [Fact]
    public void A_context_that_is_missing_is_told_with_the_instruction_that_wants_it()
    {
        var failure = Failure("missing-context");

        failure.Location.Line.ShouldBe(2);
        failure.Source.ShouldBe(["COPY --from=keg-hub missing /x"]);
        failure.Message.ShouldStartWith("keg-hub: failed to resolve source metadata for docker.io/library/keg-hub:latest");
    }

    [Fact]
    public void A_sibling_that_was_cancelled_is_not_blamed()
    {
        var failure = Failure("cancelled-sibling");

        failure.Instruction.ShouldBe("RUN sleep 0.5; echo boom >&2; exit 3");
        failure.Location.Line.ShouldBe(4);
        failure.Log.ShouldBe(["boom"]);
    }

    [Fact]
    public void A_build_that_says_nothing_is_told_by_its_Dockerfile()
    {
        var failure = new BuildLog().Failure(ImageName.Parse("evf"), "Dockerfile", new Command("docker"), 137);

        failure.Location.ToString().ShouldBe("Dockerfile");
        failure.Message.ShouldBe("it said nothing");
    }

    [Fact]
    public void What_docker_itself_says_is_not_lost()
    {
        var log = new BuildLog();
        log.Add(new PlainLine("unknown flag: --nonsense"));
        log.Add(new PlainLine("See 'docker buildx build --help'."));

        var failure = log.Failure(ImageName.Parse("evf"), "Dockerfile", new Command("docker"), 125);

        failure.Log.ShouldBe(["unknown flag: --nonsense", "See 'docker buildx build --help'."]);
    }

    private static BuildFailure Failure(string sample) =>
        Sample.Log(sample).Failure(ImageName.Parse("evf"), "taps/evf/container/Dockerfile", new Command("docker", "buildx", "build", "."),
            1);
}
