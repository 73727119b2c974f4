using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Processes;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Building;

public sealed class EnginePushTests : IDisposable
{
    private readonly EngineFixture engine;
    private readonly KegImages.Engines.Engine api;
    private readonly EnginePush push;

    public EnginePushTests(EngineFixture engine)
    {
        this.engine = engine;
        api = EngineFixture.WhySkipped is null ? engine.Api() : null!;
        push = new EnginePush(api, new NoCredentials(), TimeProvider.System);
    }

    public void Dispose() => api?.Dispose();

    [EngineFact]
    public async Task The_digest_that_the_engine_says_is_that_of_the_registry()
    {
        var image = await TaggedAsync($"{engine.NewNamespace()}/pushed:fp-1");

        var digest = await push.PushAsync(image, _ => { }, CancellationToken.None);

        using var registries = new RegistryClient(new NoCredentials());
        (await registries.HeadAsync(image, CancellationToken.None))!.Digest.ShouldBe(digest);
        (await engine.DockerAsync("image", "inspect", "--format", "{{.Id}}", image.At(digest).ToString())).ShouldStartWith("sha256:");
    }

    [EngineFact]
    public async Task A_refusal_and_a_missing_image_are_said()
    {
        await using var registry = RefusingRegistry.OfTag(engine.Endpoint.Registry, "fp-1");
        var image = await TaggedAsync($"{registry.Address}/{engine.NewNamespace().Split('/')[1]}/pushed:fp-1");

        var refused = await Should.ThrowAsync<FailedException>(push.PushAsync(image, _ => { }, CancellationToken.None));
        var missing = await Should.ThrowAsync<FailedException>(push.PushAsync(image.With(Tag.Parse("none")), _ => { },
            CancellationToken.None));

        refused.Message.ShouldStartWith($"the engine could not push {image}: ");
        refused.Message.ShouldContain("denied");
        BuildLog.IsRefusal(refused.Message).ShouldBeTrue();
        missing.Message.ShouldContain("does not exist");
    }

    [EngineFact]
    public async Task The_private_engine_keeps_what_it_builds()
    {
        var docker = engine.WorldOf(new ProcessRunner(), new RegistryClient(new NoCredentials()), TextWriter.Null).Docker;

        (await new EngineProbe(new ProcessRunner(), docker, api).RequireAsync(null, CancellationToken.None)).IsKept.ShouldBeTrue();
    }

    private async Task<ImageReference> TaggedAsync(string name)
    {
        await engine.DockerAsync("pull", "--quiet", engine.Endpoint.RootImage.ToString());
        await engine.DockerAsync("tag", engine.Endpoint.RootImage.ToString(), name);
        return ImageReference.Parse(name);
    }
}
