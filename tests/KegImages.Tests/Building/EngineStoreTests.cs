using KegImages.Building;
using KegImages.References;

namespace KegImages.Tests.Building;

public sealed class EngineStoreTests
{
    [Fact]
    public async Task Sizes_are_asked_for_at_once_and_missing_images_left_out()
    {
        ImageReference[] references = [ImageReference.Parse("docker.io/family/tap:fp-1"),
            ImageReference.Parse("localhost:5000/family/evf:fp-2"), ImageReference.Parse("localhost:5000/family/none:fp-3")];
        var runner = new ScriptedRunner((command, _, _) =>
            Task.FromResult(ScriptedRunner.Ended(command, 1,
                "326400000 family/tap:fp-1 family/tap:develop\n84 localhost:5000/family/evf:fp-2\n", "No such image")));

        var sizes = await new EngineStore(runner, new DockerClient()).SizesAsync(references, CancellationToken.None);

        sizes.Count.ShouldBe(2);
        sizes[references[0]].ShouldBe(326_400_000);
        sizes[references[1]].ShouldBe(84);
        runner.Commands.Single().Arguments.TakeLast(3).ShouldBe(references.Select(reference => reference.ToString()));
    }

    [Fact]
    public async Task No_question_is_asked_about_nothing()
    {
        var runner = new ScriptedRunner((_, _, _) => throw new FailedException("asked"));

        (await new EngineStore(runner, new DockerClient()).SizesAsync([], CancellationToken.None)).ShouldBeEmpty();
    }
}
