using KegImages.EngineTests.Engine;
using KegImages.Planning;

namespace KegImages.EngineTests.Pipeline;

public sealed class StandInTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact]
    public async Task A_family_on_node_and_debian_of_Docker_Hub_is_built_on_the_root_image_however_it_writes_them_and_says_so()
    {
        Family.Write("images/base/Dockerfile", """
            # syntax=docker/dockerfile:1
            # escape=`
            FROM node:22-alpine
            COPY `
              file /base
            COPY --from=docker.io/library/debian /etc/debian_version /version
            """);
        await Family.CommitAsync("as people write it");

        await Family.PushAsync();

        var root = Engine.Endpoint.RootImage;
        Family.Printed.ToString().ShouldContain($"{root} stands in for node:22-alpine: ");
        Family.Printed.ToString().ShouldContain($"{root} stands in for docker.io/library/debian: ");
        Family.Printed.ToString().ShouldContain(
            "images/base/Dockerfile: the private engine's own frontend reads it, in place of docker/dockerfile:1");
        var labels = (await Family.ConfigAsync("keg-base", "develop")).Labels;
        labels[ImageLabels.BaseName].ShouldBe($"{root.Registry}/{root.Repository}");
        labels[ImageLabels.BaseDigest].ShouldBe(Engine.Endpoint.RootDigest.ToString());

        await Family.PushAsync();
        Family.Builds.ShouldBeEmpty();
    }
}
