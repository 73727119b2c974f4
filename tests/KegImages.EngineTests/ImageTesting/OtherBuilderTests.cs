using KegImages.EngineTests.Building;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.References;

namespace KegImages.EngineTests.ImageTesting;

/// <summary>Images that a builder elsewhere makes and pushes, and that are tested by this machine's engine.</summary>
public sealed class OtherBuilderTests(EngineFixture engine, RemoteBuilders builders) : GitFamilyTests(engine), IClassFixture<RemoteBuilders>
{
    [EngineFact(Explicit = true)]
    public async Task What_another_builder_pushed_is_pulled_by_its_digest_and_tested_here()
    {
        Family.Write("taps/one/test.yaml", """
            schemaVersion: 2.0.0
            fileContentTests: [{ name: its file, path: /one, expectedContents: [^one] }]
            """);
        await Family.CommitAsync("a test");
        Family.Docker = builders.Docker;

        await Family.PushAsync(Family.Options with { Builder = "far1" });

        Family.Printed.ToString().ShouldContain("one: 1 test passed (");
        (await Family.RecordAsync("develop")).Find(ImageName.Parse("one"))!.LastBuild!.Builder.ShouldBe("far1");
        (await Engine.DockerAsync("image", "ls", "--format", "{{.Repository}}")).Split('\n')
            .ShouldNotContain(Family.Reference("one", "any").Locator.ToString(), "this engine has not built it, and keeps nothing of it");
    }
}
