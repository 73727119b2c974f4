using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.EngineTests.Workflows;

namespace KegImages.EngineTests.ImageTesting;

/// <summary>Images that a builder elsewhere makes and pushes, and that are tested by this machine's engine.</summary>
public sealed class OtherBuilderTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact(Explicit = true)]
    public async Task What_another_builder_pushed_is_pulled_by_its_digest_and_tested_here()
    {
        Family.Write("taps/one/test.yaml", """
            schemaVersion: 2.0.0
            fileContentTests: [{ name: its file, path: /one, expectedContents: [^one] }]
            """);
        await Family.CommitAsync("a test");
        await using var own = await OwnEngine.StartAsync(hasContainerdStore: true);
        var settings = Directory.CreateTempSubdirectory("docker settings ").FullName;
        try
        {
            File.CreateSymbolicLink(Path.Combine(settings, "cli-plugins"), Path.Combine(Engine.Endpoint.DockerConfig, "cli-plugins"));
            var docker = new DockerClient(Engine.Endpoint.DockerExecutable)
            {
                Environment = Engine.Endpoint.Environment.SetItem("DOCKER_CONFIG", settings),
                Host = Engine.Endpoint.DockerHost,
            };
            var world = Family.World with { Docker = docker, Engine = EngineFixture.EngineOf(docker) };
            (await world.Runner.RunAsync(docker.Command("context", "create", "elsewhere", "--docker", $"host={own.Endpoint.DockerHost}"),
                null, null, CancellationToken.None)).OrThrow();
            var options = Family.Options with { Builder = "elsewhere" };

            var run = await options.OpenAsync(world, willBuild: true);
            await run.PlanAsync(CancellationToken.None);
            await Family.BuildAsync(run, options);
            await options.EndAsync(run.Publish);

            Family.Printed.ToString().ShouldContain("one: 1 test passed (");
            (await Family.DigestAsync("one", "develop")).ShouldNotBeNull();
            (await Engine.DockerAsync("image", "ls", "--format", "{{.Repository}}")).Split('\n')
                .ShouldNotContain(Family.Reference("one", "any").Locator.ToString(),
                    "this engine has not built it, and keeps nothing of it");
        }
        finally
        {
            Directory.Delete(settings, recursive: true);
        }
    }
}
