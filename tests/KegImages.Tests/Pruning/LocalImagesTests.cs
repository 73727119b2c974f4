using KegImages.Building;
using KegImages.Processes;
using KegImages.Pruning;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pruning;

public sealed class LocalImagesTests
{
    private static readonly Provider Written = Provider.Parse("ghcr.io/example");

    [Theory]
    [InlineData("registry.example/keg/tap:feature-x", "feature/x", true)]
    [InlineData("ghcr.io/example/tap:feature-x", "feature/x", true)]
    [InlineData("ghcr.io/example/tap:fp-0123456789abcdef0123", "feature/x", true)]
    [InlineData("ghcr.io/example/tap:develop", "feature/x", false)]
    [InlineData("ghcr.io/example/tap:by-hand", "feature/x", false)]
    [InlineData("ghcr.io/someone/tap:feature-x", "feature/x", false)]
    [InlineData("tap:feature-x", "feature/x", false)]
    [InlineData("ghcr.io/example/tap:fp-0123456789abcdef0123", "develop", false)]
    public void A_name_goes_when_it_is_ours_and_its_branch_is_gone(string name, string branch, bool goes)
    {
        var facts = new Holding().Facts;
        var image = new LocalImage(ImageReference.Parse(name), BranchName.Parse(branch), IsUsed: false);

        image.Goes(facts, Written).ShouldBe(goes);
        (image with { IsUsed = true }).Goes(facts, Written).ShouldBeFalse();
        image.Goes(facts with { Only = BranchName.Parse("feature/other") }, Written).ShouldBeFalse();
    }

    [Fact]
    public async Task Images_are_read_with_their_names_labels_and_containers()
    {
        var commands = new FakeCommands(command => (0, command.Arguments[..2] switch
        {
            ["image", "ls"] => "sha256:1\nsha256:2\nsha256:1\n",
            ["container", "ls"] => "c1\n",
            ["container", "inspect"] => "sha256:2\n",
            _ => """
                {"id":"sha256:1","names":["ghcr.io/example/tap:a","ghcr.io/example/tap:b"],"labels":{"io.keg.branch":"feature/x"}}
                {"id":"sha256:2","names":["ghcr.io/example/tap:c"],"labels":{"io.keg.branch":"feature/y"}}
                {"id":"sha256:3","names":null,"labels":null}
                """,
        }));

        var (images, reason) = await new LocalImages(commands, new DockerClient()).ReadAsync(default);

        reason.ShouldBeNull();
        images!.Value.Select(image => $"{image.Name.Tag} {image.Branch} {image.IsUsed}")
            .ShouldBe(["a feature/x False", "b feature/x False", "c feature/y True"]);
        commands.Asked.ShouldNotContain(command => command.Arguments.Contains("rm"));
    }

    [Fact]
    public async Task Without_an_engine_the_registry_is_cleaned_all_the_same()
    {
        (await new LocalImages(new FakeCommands(_ => (1, "")), new DockerClient()).ReadAsync(default)).Images.ShouldBeNull();
        var (images, reason) = await new LocalImages(new ProcessRunner(), new DockerClient("no-such-docker")).ReadAsync(default);
        images.ShouldBeNull();
        reason.ShouldNotBeNull().ShouldContain("no-such-docker");
    }

    [Fact]
    public async Task A_name_is_removed_and_nothing_forced()
    {
        var commands = new FakeCommands(_ => (0, ""));

        (await new LocalImages(commands, new DockerClient()).RemoveAsync(ImageReference.Parse("ghcr.io/example/tap:a"),
            default)).ShouldBeNull();

        commands.Asked.ShouldHaveSingleItem().Arguments.ShouldBe(["image", "rm", "ghcr.io/example/tap:a"]);
    }
}
