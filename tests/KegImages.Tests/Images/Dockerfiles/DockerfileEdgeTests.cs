using KegImages.Dockerfiles;
using KegImages.References;
using static KegImages.Tests.Images.Dockerfiles.Reading;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class DockerfileEdgeTests
{
    [Theory]
    [InlineData("FROM scratch", "")]
    [InlineData("FROM a AS b\nFROM b", "From a")]
    [InlineData("FROM a as B\nfrom b", "From a")]
    [InlineData("FROM a AS a\nFROM a", "From a")]
    [InlineData("FROM a AS x\nFROM b AS x\nFROM x", "From b")]
    [InlineData("FROM a\nFROM b", "From b")]
    [InlineData("FROM a\nFROM b\nCOPY --from=0 x y", "From a, From b")]
    [InlineData("FROM a AS x\nFROM b\nCOPY --from=X y z", "From a, From b")]
    [InlineData("FROM a\nCOPY --from=b:1 x y", "From a, Copy b:1")]
    [InlineData("FROM a\nCOPY --link --chown=1:1 --from=b:1 x y", "From a, Copy b:1")]
    [InlineData("FROM a\nCOPY --from=b:1 x y\nCOPY --from=b:1 z y", "From a, Copy b:1")]
    [InlineData("FROM a\nCOPY --from=a x y", "From a, Copy a")]
    [InlineData("FROM a\nCOPY --from=scratch x y", "From a")]
    [InlineData("FROM a\nRUN --mount=type=bind,from=b:1,target=/x y", "From a, Mount b:1")]
    [InlineData("FROM a\nRUN --mount=type=cache,from=b:1,target=/x --mount=target=/y,from=c y", "From a, Mount b:1, Mount c")]
    [InlineData("FROM a AS s\nFROM b\nRUN --mount=from=s,target=/x y", "From a, From b")]
    [InlineData("FROM a\nFROM b\nRUN --mount=from=0,target=/x y", "From b, Mount 0")]
    [InlineData("FROM a\nRUN --mount=type=cache,target=/x --mount=type=tmpfs,target=/y z", "From a")]
    [InlineData("FROM a\nRUN --mount=\"type=bind,from=b,target=/x\" y", "From a, Mount b")]
    [InlineData("FROM a\nONBUILD COPY --from=b x y", "From a")]
    [InlineData("FROM a\nRUN COPY --from=b x y", "From a")]
    [InlineData("FROM a\nADD x y\nCOPY x y", "From a")]
    [InlineData("FROM localhost:5000/a/b:c@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "From localhost:5000/a/b:c@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void The_edges_are_what_the_reached_stages_say(string text, string edges) =>
        string.Join(", ", Edges(text)).ShouldBe(edges);

    [Theory]
    [InlineData("one", "From a")]
    [InlineData("ONE", "From a")]
    [InlineData("two", "From b, Copy c")]
    [InlineData("three", "From a, From b, Copy c, From d")]
    [InlineData(null, "From e")]
    public void Only_stages_that_the_target_reaches_count(string? target, string edges)
    {
        const string text = """
            FROM a AS one
            FROM b AS two
            COPY --from=c x y
            FROM d AS three
            COPY --from=one x y
            RUN --mount=from=two,target=/x y
            FROM e
            """;

        string.Join(", ", Parse(text).Resolve(new DockerfileInputs { Target = target }).Edges()).ShouldBe(edges);
    }

    [Theory]
    [InlineData("tw", "no stage 'tw' to build (did you mean 'two'?): its named stages are one, two")]
    [InlineData("0", "no stage '0' to build")]
    public void A_target_that_is_no_stage_is_answered_with_those_that_are(string target, string said) =>
        Refusal(() => Parse("FROM a AS one\nFROM b AS two").Resolve(new DockerfileInputs { Target = target })).ShouldContain(said);

    [Theory]
    [InlineData("FROM a\nCOPY --from=later x y\nFROM b AS later\nFROM 0", "")]
    [InlineData("FROM a AS x\nCOPY --from=later x y\nFROM b AS later\nFROM x",
        "Dockerfile:2: COPY --from=later x y: stage 'later' stands later, at line 3")]
    [InlineData("FROM a AS me\nCOPY --from=me x y", "stage 'me' cannot copy from itself")]
    [InlineData("FROM a AS me\nRUN --mount=from=me,target=/x y", "stage 'me' cannot copy from itself")]
    [InlineData("FROM a AS builder\nFROM b\nCOPY --from=Bilder: x y",
        "Dockerfile:3: COPY --from=Bilder: x y: 'Bilder:' is not an image reference")]
    public void A_stage_that_stands_later_or_is_the_same_cannot_be_used(string text, string said)
    {
        if (said.Length == 0)
            Should.NotThrow(() => Use(text));
        else
            Refusal(() => Use(text)).ShouldContain(said);
    }

    [Fact]
    public void Each_edge_has_the_line_that_says_it_first()
    {
        var use = Parse("""
            # syntax=docker/dockerfile:1
            ARG BASE=a:1
            FROM $BASE

            COPY --from=b:1 \
                x y
            COPY --from=b:1 x z
            """).Resolve(new DockerfileInputs());

        use.Parents.ShouldBe([
            new DockerfileParent(ImageReference.Parse("a:1"), new SourceLocation("Dockerfile", 3), ParentUse.From, "BASE"),
            new DockerfileParent(ImageReference.Parse("b:1"), new SourceLocation("Dockerfile", 5), ParentUse.Copy),
        ]);
    }

    [Theory]
    [InlineData("FROM keg-hub\nCOPY --from=keg-hub x y", "", "keg-hub")]
    [InlineData("FROM a\nCOPY --from=keg-hub x y", "From a", "keg-hub")]
    [InlineData("FROM a\nRUN --mount=from=keg-hub,target=/x y", "From a", "keg-hub")]
    [InlineData("FROM docker.io/library/keg-hub:latest", "", "keg-hub")]
    [InlineData("FROM a\nCOPY --from=ghcr.io/x/y:z p q", "From a", "ghcr.io/x/y:z")]
    [InlineData("FROM a AS keg-hub\nCOPY --from=b x y\nFROM c\nCOPY --from=keg-hub x y", "From c", "keg-hub")]
    [InlineData("FROM a AS other\nFROM b\nCOPY --from=other x y", "From a, From b", "")]
    [InlineData("FROM a\nCOPY --from=keg-hub:other x y", "From a, Copy keg-hub:other", "")]
    public void A_named_context_is_no_image(string text, string edges, string contexts)
    {
        var use = Parse(text).Resolve(new DockerfileInputs { Contexts = new HashSet<string> { "keg-hub", "ghcr.io/x/y:z", "unused" } });

        string.Join(", ", use.Edges()).ShouldBe(edges);
        string.Join(", ", use.Contexts).ShouldBe(contexts);
    }

    [Theory]
    [InlineData("type=secret,id=ca", "ca")]
    [InlineData("type=secret,id=ca,target=/x/y,required", "ca")]
    [InlineData("type=secret,target=/run/secrets/npmrc", "npmrc")]
    [InlineData("type=secret,source=token", "token")]
    [InlineData("TYPE=SECRET,ID=ca", "ca")]
    [InlineData("type=ssh,id=key", "")]
    [InlineData("type=cache,id=npm,target=/x", "")]
    public void Only_the_secrets_that_are_asked_for_are_told(string mount, string secrets) =>
        string.Join(",", Use($"FROM x\nRUN --mount=type=secret,id=unreached a\nFROM b\nRUN --mount={mount} c").Secrets.Select(secret =>
            secret.Id)).ShouldBe(secrets);
}
