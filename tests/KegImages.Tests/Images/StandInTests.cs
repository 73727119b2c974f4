using KegImages.Images;
using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class StandInTests
{
    private static readonly StandIn StandIn = new(ImageReference.Parse("127.0.0.1:5000/library/node:20"));

    [Theory]
    [InlineData("node")]
    [InlineData("node:22-alpine")]
    [InlineData("docker.io/library/debian:bookworm-slim")]
    [InlineData("index.docker.io/debian")]
    public void It_stands_for_Docker_Hub_s_own_however_they_are_written(string reference) =>
        StandIn.For(ImageReference.Parse(reference)).ShouldBe(StandIn.Root);

    [Theory]
    [InlineData("alpine")]
    [InlineData("acme/node")]
    [InlineData("ghcr.io/library/node:20")]
    [InlineData("localhost:5000/debian")]
    [InlineData("node:20@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Nothing_stands_for_others_nor_for_what_one_digest_means(string reference) =>
        StandIn.For(ImageReference.Parse(reference)).ShouldBeNull();
}
