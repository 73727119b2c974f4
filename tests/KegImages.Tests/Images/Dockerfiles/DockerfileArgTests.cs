using KegImages.Dockerfiles;
using static KegImages.Tests.Images.Dockerfiles.Reading;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class DockerfileArgTests
{
    [Theory]
    [InlineData("ARG A=node:20\nFROM $A", "From node:20 $A")]
    [InlineData("ARG A=node:20\nFROM ${A}", "From node:20 $A")]
    [InlineData("ARG A=node:20\nFROM \"$A\" AS x", "From node:20 $A")]
    [InlineData("ARG A=node:20\nFROM ${A:-other}", "From node:20 $A")]
    [InlineData("ARG A\nFROM ${A:-other:1}", "From other:1 $A")]
    [InlineData("ARG A\nFROM ${A-other:1}", "From other:1 $A")]
    [InlineData("FROM ${A:-other:1}", "From other:1")]
    [InlineData("ARG V=20\nFROM node:$V", "From node:20")]
    [InlineData("ARG V=20\nFROM node:${V}-alpine", "From node:20-alpine")]
    [InlineData("ARG V=20\nARG A=node:$V\nFROM $A", "From node:20 $A")]
    [InlineData("ARG V=20 A=node:$V\nFROM $A", "From node:20 $A")]
    [InlineData("ARG A='node:20'\nFROM $A", "From node:20 $A")]
    [InlineData("ARG A=\"node:20\"\nFROM $A", "From node:20 $A")]
    [InlineData("ARG A=node:18\nARG A=node:20\nFROM $A", "From node:20 $A")]
    [InlineData("ARG A=node:20\nARG A\nFROM $A", "From node:20 $A")]
    [InlineData("ARG A=node:20\nFROM ${A%:*}:22", "From node:22")]
    [InlineData("ARG A=node:20\nFROM ${A%-*}", "From node:20")]
    [InlineData("ARG A=node:20\nFROM ${A:+debian:12}", "From debian:12")]
    [InlineData("ARG A=node:20\nFROM ${A/node/debian}", "From debian:20")]
    [InlineData("ARG A=node:20\nFROM $A-slim", "From node:20-slim")]
    [InlineData("arg A=node:20\nfrom $A as x", "From node:20 $A")]
    public void An_ARG_is_resolved_in_FROM_and_named_where_it_is_the_whole_reference(string text, string edge) =>
        Edges(text).ShouldBe([edge]);

    [Theory]
    [InlineData("ARG A\nFROM $A", "From given:1 $A")]
    [InlineData("ARG A=node:20\nFROM $A", "From given:1 $A")]
    [InlineData("ARG A=node:20\nARG B=$A\nFROM $B", "From given:1 $B")]
    [InlineData("FROM ${A:-node:20}", "From node:20")]
    public void A_build_arg_wins_over_the_default_of_an_ARG_that_is_declared(string text, string edge) =>
        Edges(text, ("A", "given:1")).ShouldContain(edge);

    [Theory]
    [InlineData("$A-slim", "From node:20, From node:20-slim")]
    [InlineData("${A%@*}", "From node:20")]
    [InlineData("${A/node/debian}", "From node:20, From debian:20")]
    public void An_ARG_that_another_reference_is_composed_of_is_not_named_since_a_digest_would_change_that_other(string other,
        string edges) =>
        string.Join(", ", Edges($"ARG A=node:20\nFROM $A AS x\nFROM {other}\nCOPY --from=x a b")).ShouldBe(edges);

    [Fact]
    public void An_ARG_that_stands_in_for_two_different_defaults_is_not_named() =>
        Edges("ARG A\nFROM ${A:-node:20} AS x\nFROM ${A:-debian:12}\nCOPY --from=x a b").ShouldBe(["From node:20", "From debian:12"]);

    [Fact]
    public void An_ARG_that_is_the_base_of_several_stages_is_named_once() =>
        Edges("ARG A=node:20\nFROM $A AS x\nFROM ${A}\nCOPY --from=x a b").ShouldBe(["From node:20 $A"]);

    [Fact]
    public void Two_ARGs_that_each_make_a_whole_reference_are_both_named() =>
        Edges("ARG A=node:20\nARG B=$A\nFROM $A AS x\nFROM $B\nCOPY --from=x a b").ShouldBe(["From node:20 $A", "From node:20 $B"]);

    [Theory]
    [InlineData("ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE", "Dockerfile:2: FROM $KEG_BASE_IMAGE: ARG 'KEG_BASE_IMAGE' has no value")]
    [InlineData("ARG V\nFROM node:$V", "Dockerfile:2: FROM node:$V: ARG 'V' has no value")]
    [InlineData("ARG V\nARG A=node:$V\nFROM $A AS x", "Dockerfile:3: FROM $A AS x: ARG 'V' has no value")]
    [InlineData("ARG KEG_BASE_IMAGE=a\nFROM $KEG_BSE_IMAGE",
        "no ARG 'KEG_BSE_IMAGE' before the first FROM (did you mean 'KEG_BASE_IMAGE'?)")]
    [InlineData("FROM a\nARG B=c\nFROM $B", "ARG 'B' is declared inside a stage, and FROM sees only ARGs before the first FROM")]
    [InlineData("FROM --platform=$P a", "Dockerfile:1: FROM --platform=$P a: no ARG 'P' before the first FROM")]
    [InlineData("FROM $A\nFROM b", "Dockerfile:1: FROM $A: no ARG 'A' before the first FROM")]
    [InlineData("ARG A=\nFROM $A", "Dockerfile:2: FROM $A is empty")]
    [InlineData("ARG A=Node\nFROM $A", "Dockerfile:2: FROM $A: 'Node' is not an image reference")]
    [InlineData("ARG A=\"${B:?give B}\"\nFROM a", "B: give B")]
    [InlineData("FROM ${A?}", "Dockerfile:1: FROM ${A?}: A: is not set")]
    [InlineData("FROM ${A", "lacks '}'")]
    [InlineData("FROM a AS builder\nFROM Builder", "Dockerfile:2: FROM Builder: 'Builder' is not an image reference")]
    [InlineData("FROM a AS builder\nFROM Builder", "(did you mean 'builder'?)")]
    public void A_FROM_that_does_not_resolve_is_reported_by_the_ARG_to_blame(string text, string said) =>
        Refusal(() => Use(text)).ShouldContain(said);

    [Fact]
    public void An_ARG_without_a_value_is_answered_with_where_to_give_one() =>
        Refusal(() => Use("ARG A\nFROM $A")).ShouldContain("'args:' of the image in keg.yml or in its values.yml");

    [Fact]
    public void All_stages_problems_are_reported_together() =>
        Should.Throw<WrongUseException>(() =>
            Use("ARG A\nARG B\nFROM $A AS x\nFROM $B\nCOPY --from=x a b\nCOPY --from=bad/REF c d")).Problems.Length.ShouldBe(3);

    [Fact]
    public void A_composed_reference_of_a_stage_that_is_not_reached_may_lack_its_value() =>
        Edges("ARG V\nFROM node$V AS unused\nFROM b").ShouldBe(["From b"]);

    [Theory]
    [InlineData("linux/amd64", "a:amd64-linux")]
    [InlineData("linux/arm64/v8", "a:arm64-linux")]
    public void The_platforms_ARGs_need_no_declaration_in_FROM(string platform, string reference)
    {
        var use = Parse("FROM --platform=$BUILDPLATFORM a:$TARGETARCH-${TARGETOS}").Resolve(new DockerfileInputs { Platform = platform });

        use.Edges().ShouldBe([$"From {reference}"]);
        use.DeclaredArgs.ShouldBeEmpty();
    }

    [Fact]
    public void Only_ARGs_of_the_global_scope_and_of_reached_stages_are_declared()
    {
        const string text = """
            ARG GLOBAL=a
            FROM $GLOBAL AS unused
            ARG HIDDEN=1
            FROM b AS base
            ARG INHERITED=1
            FROM c AS copied
            ARG COPIED
            FROM base
            ARG OWN=1 OTHER="x y" THIRD='z'
            COPY --from=copied a b
            """;

        Use(text).DeclaredArgs.ShouldBe(["COPIED", "GLOBAL", "INHERITED", "OTHER", "OWN", "THIRD"]);
    }

    [Theory]
    [InlineData("FROM a\nARG ID=x\nRUN --mount=type=secret,id=$ID y", "x")]
    [InlineData("ARG ID=x\nFROM a\nARG ID\nRUN --mount=type=secret,id=$ID y", "x")]
    [InlineData("ARG ID=x\nFROM a\nARG ID=z\nRUN --mount=type=secret,id=$ID y", "z")]
    [InlineData("FROM a\nARG ID=x\nENV ID=y\nRUN --mount=type=secret,id=$ID y", "y")]
    [InlineData("FROM a\nENV ID=y\nARG ID=x\nRUN --mount=type=secret,id=$ID y", "x")]
    [InlineData("FROM a\nENV ID=y\nARG ID\nRUN --mount=type=secret,id=$ID y", "y")]
    [InlineData("FROM a AS b\nARG ID=x\nFROM b\nRUN --mount=type=secret,id=$ID y", "x")]
    [InlineData("FROM a\nENV ID=old\nENV ID=new OTHER=$ID\nRUN --mount=type=secret,id=$OTHER y", "old")]
    [InlineData("FROM a\nARG A=p B=$A-q\nRUN --mount=type=secret,id=$B y", "p-q")]
    [InlineData("FROM a\nENV ID \"a b\"\nRUN --mount=type=secret,id=${ID%%?b} y", "a")]
    public void Scopes_follow_ARG_and_ENV_through_the_stages(string text, string secret) =>
        Use(text).Secrets.Select(mount => mount.Id).ShouldBe([secret]);

    [Fact]
    public void A_global_ARG_is_unknown_in_a_stage_until_it_is_declared_there() =>
        Use("ARG ID=x\nFROM a\nRUN --mount=type=secret,id=${ID:-none} y").Secrets.Select(mount => mount.Id).ShouldBe(["none"]);

    [Fact]
    public void A_build_arg_wins_inside_a_stage_too() =>
        Use("FROM a\nARG ID=x\nRUN --mount=type=secret,id=$ID y", ("ID", "given")).Secrets.Select(mount => mount.Id).ShouldBe(["given"]);
}
