using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.Engines;
using KegImages.References;

namespace KegImages.EngineTests.Engines;

/// <summary>What is asked and ordered by the engine's API is what docker's own client would have said and done.</summary>
public sealed class RealEngineTests(EngineFixture engine) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-real-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EngineFact]
    public async Task Version_folder_and_image_are_those_that_docker_says()
    {
        using var api = engine.Api();
        await engine.DockerAsync("pull", "--quiet", engine.Endpoint.RootImage.ToString());

        (await api.VersionAsync(default)).ShouldBe(await SaidAsync("version", "--format", "{{.Server.Version}}"));
        (await api.RootFolderAsync(default)).ShouldBe(await SaidAsync("info", "--format", "{{.DockerRootDir}}"));
        var image = (await api.Images.FindAsync(engine.Endpoint.RootImage.ToString(), default))!;
        image.Id.ToString().ShouldBe(await SaidAsync("image", "inspect", "--format", "{{.Id}}", engine.Endpoint.RootImage.ToString()));
        image.DigestIn(engine.Endpoint.RootImage).ShouldBe(engine.Endpoint.RootDigest);
        image.Is(engine.Endpoint.RootImage.At(engine.Endpoint.RootDigest)).ShouldBeTrue();
    }

    [EngineTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_only_docker_reaches_is_reached_by_it(bool bySsh)
    {
        var host = bySsh ? "ssh://me@far.example" : "";
        // Instead of a machine elsewhere, an ssh that goes to this one.
        await File.WriteAllTextAsync(Path.Combine(folder, "ssh"),
            $"#!/bin/sh\nDOCKER_HOST={engine.Endpoint.DockerHost} exec {engine.Endpoint.DockerExecutable} system dial-stdio\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(folder, "ssh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var docker = new DockerClient(engine.Endpoint.DockerExecutable)
        {
            Environment = engine.Endpoint.Environment.SetItem("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}")
                .SetItem("DOCKER_HOST", bySsh ? host : engine.Endpoint.DockerHost),
        };
        using var api = bySsh ? EngineFixture.EngineOf(docker)
            : new KegImages.Engines.Engine(EngineAddress.By("far", docker.Command("system", "dial-stdio")));

        api.Address.Program.ShouldNotBeNull();
        (await api.VersionAsync(default)).ShouldBe(await SaidAsync("version", "--format", "{{.Server.Version}}"));
        var none = Enumerable.Range(0, 20).Select(number => ImageReference.Parse($"none.example/x:{number}"));
        var found = await api.Images.FindAsync(none, default);
        found.ShouldAllBe(image => image == null);
    }

    [EngineFact]
    public async Task Where_the_way_ends_in_nothing_docker_says_why()
    {
        var docker = new DockerClient(engine.Endpoint.DockerExecutable) { Environment = engine.Endpoint.Environment
            .SetItem("DOCKER_HOST", null).SetItem("DOCKER_CONTEXT", "gone") };
        using var api = EngineFixture.EngineOf(docker);

        (await Should.ThrowAsync<EngineException>(api.VersionAsync(default))).Said.ShouldContain("context \"gone\"");
    }

    [EngineFact]
    public async Task A_context_of_docker_s_own_leads_to_its_engine()
    {
        var settings = ImmutableSortedDictionary<string, string?>.Empty.Add("DOCKER_CONFIG", folder).Add("DOCKER_HOST", null);
        var docker = new DockerClient(engine.Endpoint.DockerExecutable) { Environment = settings.Add("DOCKER_CONTEXT", "mine") };
        var create = (docker with { Environment = settings }).Command("context", "create", "mine", "--docker",
            $"host={engine.Endpoint.DockerHost}");
        (await new Processes.ProcessRunner().RunAsync(create, null, null, default)).OrThrow();

        using var api = EngineFixture.EngineOf(docker);

        api.Address.ToString().ShouldBe(engine.Endpoint.DockerHost);
        (await api.VersionAsync(default)).ShouldNotBeEmpty();
    }

    [EngineFact]
    public async Task A_commit_is_the_one_that_docker_makes_and_a_log_has_both_streams()
    {
        using var api = engine.Api();
        await engine.DockerAsync("pull", "--quiet", engine.Endpoint.RootImage.ToString());
        var id = await SaidAsync("run", "--detach", "--stop-signal", "SIGINT", "--env", "A=b", "--label", "l=m", "--expose",
            "80", "--workdir", "/tmp", "--health-cmd", "true", "--user", "0", engine.Endpoint.RootImage.ToString(), "node", "-e",
            "console.log('out ä'); console.error('err'); setTimeout(() => {}, 60000)");
        try
        {
            (await api.Containers.WaitAsync(id, TimeSpan.FromSeconds(60), TimeProvider.System, default)).ShouldBeNull();
            (await api.Containers.LastLinesAsync(id, 5, default)).ShouldBe(["out ä", "err"], ignoreOrder: true);

            var ours = await api.Containers.CommitAsync(id, default);
            var theirs = Digest.Parse(await SaidAsync("container", "commit", "--pause=true", id));

            // The container's name and what it was started as is what docker's program keeps, and no image has a use for.
            (await ConfigAsync(ours)).ShouldBe((await ConfigAsync(theirs))
                .Replace($"\"Hostname\":\"{id[..12]}\"", "\"Hostname\":\"\"", StringComparison.Ordinal)
                .Replace($"\"Image\":\"{engine.Endpoint.RootImage}\"", "\"Image\":\"\"", StringComparison.Ordinal));
        }
        finally
        {
            await engine.DockerAsync("rm", "--force", id);
        }
    }

    [EngineFact]
    public async Task A_network_is_made_once_found_and_removed_when_nothing_is_on_it()
    {
        using var api = engine.Api();
        var name = $"keg-test-{Guid.NewGuid():n}";

        await api.Networks.MakeAsync(name, "io.keg.test", name, default);
        await api.Networks.MakeAsync(name, "io.keg.test", name, default);

        (await api.Networks.ListAsync("io.keg.test", name, default)).ShouldBe([name]);
        (await SaidAsync("network", "inspect", "--format", "{{.Driver}} {{.Scope}} {{.Internal}} {{.Attachable}} {{.EnableIPv6}}", name))
            .ShouldBe("bridge local false false false");
        (await api.Containers.AnyOnAsync(name, default)).ShouldBeFalse();
        (await api.Networks.RemoveAsync(name, default)).ShouldBeTrue();
        (await api.Networks.ExistsAsync(name, default)).ShouldBeFalse();
        (await api.Networks.RemoveAsync(name, default)).ShouldBeFalse();
    }

    private async Task<string> SaidAsync(params string[] words) => (await engine.DockerAsync(words)).Trim();

    private async Task<string> ConfigAsync(Digest image) =>
        JsonNode.Parse(await engine.DockerAsync("image", "inspect", image.ToString()))![0]!["Config"]!.ToJsonString();
}
