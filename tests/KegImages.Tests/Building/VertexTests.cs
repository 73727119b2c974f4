using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class VertexTests
{
    [Theory]
    [InlineData("[web 3/7] RUN npm ci", "3/7", "RUN npm ci", true)]
    [InlineData("[4/4] COPY a b", "4/4", "COPY a b", true)]
    [InlineData("[linux/amd64 stage-1 2/3] RUN x", "2/3", "RUN x", true)]
    [InlineData("[linux/arm64 2/3] RUN x", "2/3", "RUN x", true)]
    [InlineData("[2/1] ONBUILD RUN x", "2", "ONBUILD RUN x", true)]
    [InlineData("[web 5/2] RUN x", "5", "RUN x", true)]
    [InlineData("[web 10/10] RUN x", "10/10", "RUN x", true)]
    [InlineData("[web +1/2] RUN x", null, "RUN x", false)]
    [InlineData("[web 1/7] FROM node:20@sha256:0", "1/7", "FROM node:20@sha256:0", false)]
    [InlineData("[internal] load build context", null, "load build context", false)]
    [InlineData("[context keg-hub] load from client", null, "load from client", false)]
    [InlineData("[linux/amd64 internal] settings", null, "settings", false)]
    [InlineData("exporting to image", null, "exporting to image", false)]
    [InlineData("[2/2] RUN <<EOF (echo\n  two)", "2/2", "RUN <<EOF (echo two)", true)]
    [InlineData("[unclosed", null, "[unclosed", false)]
    public void A_name_tells_number_and_work(string name, string? number, string work, bool isInstruction)
    {
        var vertex = new Vertex("sha256:1", name);

        vertex.Number.ShouldBe(number);
        vertex.Work.ShouldBe(work);
        vertex.IsInstruction.ShouldBe(isInstruction);
    }

    [Fact]
    public void A_vertex_that_was_cancelled_did_not_fail()
    {
        (new Vertex("a", "b") { Error =
            "process \"/bin/sh -c sleep 5\" did not complete successfully: exit code: 137: context canceled: context canceled" }).IsFailed.ShouldBeFalse();
        (new Vertex("a", "b") { Error = "exit code: 1" }).IsFailed.ShouldBeTrue();
    }
}
