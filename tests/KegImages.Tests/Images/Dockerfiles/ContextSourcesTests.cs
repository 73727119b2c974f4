using System.Collections.Immutable;
using KegImages.Dockerfiles;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class ContextSourcesTests
{
    [Theory]
    [InlineData("RUN true", "")]
    [InlineData("COPY a.js b.js /app/", "a.js b.js")]
    [InlineData("COPY --chown=node:node --link src/ /app/", "src/")]
    [InlineData("COPY [\"with space.js\", \"b.js\", \"/app/\"]", "b.js,with space.js")]
    [InlineData("ADD https://example.com/x.tgz archive.tgz /app/", "archive.tgz")]
    [InlineData("COPY --from=other a.js /app/", "")]
    [InlineData("COPY <<EOF /app/x\ntext\nEOF", "")]
    [InlineData("RUN --mount=type=bind,source=package.json,target=/p true", "package.json")]
    [InlineData("RUN --mount=src=lib,target=/l true", "lib")]
    [InlineData("RUN --mount=type=bind,target=/all true", ".")]
    [InlineData("RUN --mount=type=cache,target=/c --mount=type=secret,id=x true", "")]
    [InlineData("RUN --mount=from=other,source=x,target=/o true", "")]
    [InlineData("ENV DIR=src\nCOPY $DIR/a.js ${DIR}/b.js /app/", "src/a.js src/b.js")]
    [InlineData("ENV DIR=src\nARG DIR\nCOPY $DIR /app/", "src")]
    [InlineData("ONBUILD COPY . .", "")]
    public void What_is_read_of_the_context_is_told(string instructions, string expected) =>
        Sources($"FROM scratch AS other\nFROM scratch\n{instructions}\n")
            .ShouldBe(expected.Split(expected.Contains(',', StringComparison.Ordinal) ? ',' : ' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("COPY $UNKNOWN/a.js /app/")]
    [InlineData("ARG DIR=src\nCOPY $DIR /app/")]
    [InlineData("ARG DIR=src\nENV DIR=$DIR\nCOPY $DIR /app/")]
    [InlineData("ENV DIR=src\nARG DIR=lib\nCOPY $DIR /app/")]
    [InlineData("COPY ${UNKNOWN:-src} /app/")]
    [InlineData("COPY \"a b.js\" /app/")]
    [InlineData("COPY a\\ b.js /app/")]
    [InlineData("ARG TYPE=cache\nRUN --mount=type=$TYPE,source=$X,target=/c true")]
    public void Where_it_is_not_sure_the_whole_context_is_taken(string instructions) =>
        Sources($"FROM scratch\n{instructions}\n").ShouldBeNull();

    [Fact]
    public void Stages_that_the_target_does_not_reach_read_nothing() =>
        Sources("FROM scratch AS unused\nCOPY . /\nFROM scratch AS used\nCOPY a.js /\nFROM scratch\nCOPY --from=used / /\n")
            .ShouldBe(["a.js"]);

    [Fact]
    public void A_parent_s_triggers_read_the_child_s_context()
    {
        var dockerfile = Dockerfile.Parse("FROM parent:1\nCOPY b.js /\n", "Dockerfile");

        var use = dockerfile.Resolve(
            new DockerfileInputs { Triggers = _ =>
                [DockerfileTrigger.Parse("ENV DIR=src", "parent"), DockerfileTrigger.Parse("COPY $DIR /app", "parent")] });

        use.ContextSources!.ShouldBe(["b.js", "src"]);
    }

    [Fact]
    public void A_stage_on_a_named_context_may_read_anything() =>
        Dockerfile.Parse("FROM base\nCOPY a.js /\n", "Dockerfile")
            .Resolve(new DockerfileInputs { Contexts = new HashSet<string> { "base" } }).ContextSources.ShouldBeNull();

    private static ImmutableSortedSet<string>? Sources(string text) =>
        Dockerfile.Parse(text, "Dockerfile").Resolve(new DockerfileInputs()).ContextSources;
}
