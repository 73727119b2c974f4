using System.Collections.Immutable;
using KegImages.Dockerfiles;
using KegImages.References;
using static KegImages.Tests.Images.Dockerfiles.Reading;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class DockerfileTriggerTests
{
    private const string Tap = """
        FROM base
        ONBUILD ARG DOC_APP_PATH=/keg/tap
        ONBUILD ENV DOC_APP_PATH=$DOC_APP_PATH
        onbuild copy --from=keg-core:develop /a /b
        ONBUILD RUN --mount=type=secret,id=npm \
            --mount=from=tools,target=/t \
            npm ci
        RUN own
        """;

    [Fact]
    public void Triggers_belong_to_the_child_and_not_to_the_image_that_says_them()
    {
        var use = Dockerfile.Parse(Tap, "tap/Dockerfile").Resolve(new DockerfileInputs());

        use.Edges().ShouldBe(["From base"]);
        use.DeclaredArgs.ShouldBeEmpty();
        use.Secrets.ShouldBeEmpty();
        use.Triggers.Select(trigger => trigger.Instruction.Keyword).ShouldBe(["ARG", "ENV", "COPY", "RUN"]);
        use.Triggers[3].Location.ShouldBe(new SourceLocation("tap/Dockerfile", 5));
        use.Triggers[0].ToString().ShouldBe("ARG DOC_APP_PATH=/keg/tap");
    }

    [Fact]
    public void A_child_has_the_triggers_args_edges_secrets_and_stages_of_its_own_name()
    {
        var use = Child("FROM alpine AS tools\nFROM tap:develop\nARG OWN");

        use.Edges().ShouldBe(["From alpine", "From tap:develop", "Copy keg-core:develop"]);
        use.DeclaredArgs.ShouldBe(["DOC_APP_PATH", "OWN"]);
        use.Secrets.Select(mount => mount.Id).ShouldBe(["npm"]);
        use.Parents[2].Location.ShouldBe(new SourceLocation("tap/Dockerfile", 4));
    }

    [Fact]
    public void What_a_trigger_names_is_an_image_where_the_child_has_no_such_stage() =>
        Child("FROM tap:develop").Edges().ShouldBe(["From tap:develop", "Copy keg-core:develop", "Mount tools"]);

    [Fact]
    public void Triggers_fire_before_the_childs_own_instructions() =>
        Child("FROM tap:develop\nRUN --mount=type=secret,id=$DOC_APP_PATH x").Secrets.Select(mount => mount.Id).Order()
            .ShouldBe(["/keg/tap", "npm"]);

    [Fact]
    public void Triggers_fire_in_the_immediate_child_only()
    {
        Child("FROM tap:develop").Triggers.ShouldBeEmpty();
        Child("FROM tap:develop AS a\nFROM a").DeclaredArgs.ShouldBe(["DOC_APP_PATH"]);
    }

    [Fact]
    public void Triggers_of_a_stage_that_is_not_reached_do_not_fire() =>
        Child("FROM tap:develop AS a\nFROM b").DeclaredArgs.ShouldBeEmpty();

    [Fact]
    public void Triggers_of_a_stage_fire_in_the_stage_that_derives_from_it_in_the_same_file()
    {
        var use = Use("FROM a AS x\nONBUILD ARG FIRED\nONBUILD COPY --from=b y z\nFROM x\nONBUILD RUN own");

        use.Edges().ShouldBe(["From a", "Copy b"]);
        use.DeclaredArgs.ShouldBe(["FIRED"]);
        use.Triggers.ShouldHaveSingleItem().ToString().ShouldBe("RUN own");
    }

    [Fact]
    public void A_trigger_is_read_from_an_images_configuration_too()
    {
        DockerfileTrigger.Parse("COPY . /app", "node:onbuild").ToString().ShouldBe("COPY . /app");
        DockerfileTrigger.Parse("RUN <<EOF\nFROM x\nEOF", "node:onbuild").Instruction.Keyword.ShouldBe("RUN");
        Refusal(() => DockerfileTrigger.Parse("FROM x", "node:onbuild")).ShouldContain("ONBUILD FROM is not allowed");
        Refusal(() => DockerfileTrigger.Parse("RUN x\nRUN y", "node:onbuild")).ShouldContain("is not one instruction");
    }

    private static DockerfileUse Child(string text)
    {
        var tap = Dockerfile.Parse(Tap, "tap/Dockerfile").Resolve(new DockerfileInputs());
        return Parse(text).Resolve(new DockerfileInputs
        {
            Triggers = reference => reference == ImageReference.Parse("tap:develop") ? tap.Triggers
                : ImmutableArray<DockerfileTrigger>.Empty,
        });
    }
}
