using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Pipeline;

/// <summary>Several Dockerfiles of a folder and several targets of one are images of their own, each built, pushed and reused by
/// itself.</summary>
public sealed class SeveralDockerfilesTests(EngineFixture engine) : GitFamilyTests(engine)
{
    private static readonly string[] Images = ["base", "web", "app", "app-dev", "odd"];

    [EngineFact]
    public async Task Each_is_built_with_its_own_ignore_file_and_target_and_what_one_of_them_does_not_read_changes_the_others_alone()
    {
        await LayAsync();

        await Family.PushAsync();

        (await RunAsync("base", "ls", "/all")).ShouldBe("Dockerfile.base\nfile\nweb.Dockerfile");
        (await RunAsync("web", "ls", "/all")).ShouldBe("file\nnoise");
        (await RunAsync("app", "cat", "/kind")).ShouldBe("run");
        (await RunAsync("app-dev", "cat", "/kind", "/all/noise")).ShouldBe("dev\nnoise 1");
        (await RunAsync("odd", "cat", "/odd")).ShouldBe("odd");
        var before = await DigestsAsync();

        Family.Write("docker/noise", "noise 2");
        await Family.CommitAsync("more noise");
        await Family.PushAsync();

        var after = await DigestsAsync();
        Images.Where(name => before[name] != after[name]).ShouldBe(["web", "app-dev"]);
        Family.Builds.ShouldBe(["docker", "app"]);
    }

    private async Task LayAsync()
    {
        Family.Write("keg.yml", """
            provider: ghcr.io/example
            groups:
              base: { folders: [docker/Dockerfile.base] }
              taps: { folders: ['docker/*.Dockerfile', app], parent: { image: base, arg: BASE_IMAGE } }
            images:
              app: { folder: app, target: run }
              app-dev: { folder: app, target: dev }
              odd: { group: taps, dockerfile: build/odd.txt, context: src }
            """);
        Family.Write("docker/file", "file 1");
        Family.Write("docker/noise", "noise 1");
        Family.Write("docker/Dockerfile.base", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nCOPY . /all/\n");
        Family.Write("docker/Dockerfile.base.dockerignore", "noise\n*.dockerignore\n");
        Family.Write("docker/web.Dockerfile", "ARG BASE_IMAGE\nFROM $BASE_IMAGE\nRUN rm -r /all\nCOPY . /all/\n");
        Family.Write("docker/web.Dockerfile.dockerignore", "*Dockerfile*\n");
        Family.Write("app/Dockerfile", "ARG BASE_IMAGE\nFROM $BASE_IMAGE AS run\nRUN echo run > /kind\n"
            + "FROM run AS dev\nRUN rm -r /all && echo dev > /kind\nCOPY --from=ghcr.io/example/web:develop /all /all\n");
        Family.Write("build/odd.txt", "ARG BASE_IMAGE\nFROM $BASE_IMAGE\nCOPY odd /odd\n");
        Family.Write("src/odd", "odd");
        await Family.CommitAsync("several Dockerfiles");
    }

    private async Task<string> RunAsync(string name, params string[] command) =>
        (await Engine.DockerAsync(["run", "--rm", Family.Reference(name, "develop").ToString(), .. command])).Trim();

    private async Task<Dictionary<string, string>> DigestsAsync()
    {
        var digests = new Dictionary<string, string>();
        foreach (var name in Images)
            digests[name] = (await Family.DigestAsync(name, "develop")).ShouldNotBeNull(name).ToString();
        return digests;
    }
}
