using KegImages.Dockerfiles;

namespace KegImages.Tests.Images;

/// <summary>Which line of a Dockerfile made which layer, from what an image's history says.</summary>
public sealed class LayerInstructionsTests
{
    private static readonly Dockerfile Sample = Dockerfile.Parse("""
        ARG VERSION=20
        FROM node:20 AS build
        RUN npm ci
        FROM debian:12 AS base
        WORKDIR /app
        ENV A=b
        COPY package.json ./
        RUN apt-get update && \
            apt-get install curl
        FROM base
        RUN echo $VERSION
        COPY --from=build /src/out /app
        CMD ["a"]
        """, "Dockerfile");

    [Fact]
    public void Each_layer_has_the_line_that_made_it_over_the_stages_that_the_target_derives_from() =>
        Lines(null, "WORKDIR /app", "COPY package.json ./ # buildkit",
            "RUN /bin/sh -c apt-get update &&     apt-get install curl # buildkit", "RUN |1 VERSION=20 /bin/sh -c echo $VERSION # buildkit",
            "COPY /src/out /app # buildkit").ShouldBe([5, 7, 8, 11, 12]);

    [Fact]
    public void A_target_has_its_own_stage_alone() => Lines("build", "RUN /bin/sh -c npm ci # buildkit").ShouldBe([3]);

    [Fact]
    public void An_instruction_that_made_no_layer_is_passed() =>
        Lines("base", "RUN /bin/sh -c apt-get update &&     apt-get install curl # buildkit").ShouldBe([8]);

    [Fact]
    public void What_fits_no_instruction_has_no_line() => Lines("build", "ADD file:0123 in /", "COPY x /y").ShouldBe([null, null]);

    [Fact]
    public void The_engine_s_old_builder_is_understood_too() =>
        Lines("base", "/bin/sh -c #(nop) WORKDIR /app", "/bin/sh -c #(nop) COPY file:12 in ./", "/bin/sh -c apt-get update")
            .ShouldBe([5, 7, 8]);

    [Theory]
    [InlineData("RUN /bin/sh -c npm ci # buildkit", "RUN npm ci")]
    [InlineData("COPY a /b # buildkit", "COPY a /b")]
    [InlineData("ADD   x\t/", "ADD x /")]
    public void An_entry_is_shown_as_the_instruction_that_it_is(string said, string shown) =>
        LayerInstructions.Shown(said).ShouldBe(shown);

    private static IEnumerable<int?> Lines(string? target, params string[] history) =>
        LayerInstructions.Of(Sample, target, history).Select(instruction => instruction?.Line);
}
