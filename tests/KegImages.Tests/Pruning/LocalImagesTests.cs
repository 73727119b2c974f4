using KegImages.Pruning;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tests.Engines;

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
        await using var engine = new FakeEngine(question => (200, question.StartsWith("GET /containers/json", StringComparison.Ordinal)
            ? $$"""[{"Id":"c1","ImageID":"{{Id('2')}}"}]"""
            : $$"""
                [{"Id":"{{Id('1')}}","RepoTags":["ghcr.io/example/tap:a","ghcr.io/example/tap:b"],"Labels":{"io.keg.branch":"feature/x"} },
                {"Id":"{{Id('2')}}","RepoTags":["ghcr.io/example/tap:c"],"Labels":{"io.keg.branch":"feature/y"} },
                {"Id":"{{Id('3')}}","RepoTags":null,"Labels":null}]
                """));

        var (images, reason) = await new LocalImages(engine.Engine).ReadAsync(default);

        reason.ShouldBeNull();
        images!.Value.Select(image => $"{image.Name.Tag} {image.Branch} {image.IsUsed}")
            .ShouldBe(["a feature/x False", "b feature/x False", "c feature/y True"]);
        engine.Asked.ShouldBe(["""GET /images/json?filters={"label":{"io.keg.branch":true}}""", "GET /containers/json?all=1"]);
    }

    [Fact]
    public async Task Without_an_engine_the_registry_is_cleaned_all_the_same()
    {
        await using var broken = new FakeEngine(500, """{"message":"no store"}""");
        (await new LocalImages(broken.Engine).ReadAsync(default)).ShouldBe((null, "no store"));
        var (images, reason) = await new LocalImages(FakeEngine.Nowhere).ReadAsync(default);
        images.ShouldBeNull();
        reason.ShouldBe("Cannot connect to the Docker daemon at unix:///nowhere/engine.sock. Is the docker daemon running?");
    }

    [Theory]
    [InlineData(200, "[]", null)]
    [InlineData(404, """{"message":"No such image: ghcr.io/example/tap:a"}""", null)]
    [InlineData(409, """{"message":"conflict: unable to remove repository reference"}""",
        "Error response from daemon: conflict: unable to remove repository reference")]
    public async Task A_name_is_removed_and_nothing_forced(int status, string answer, string? expected)
    {
        await using var engine = new FakeEngine(status, answer);

        (await new LocalImages(engine.Engine).RemoveAsync(ImageReference.Parse("ghcr.io/example/tap:a"), default)).ShouldBe(expected);

        engine.Asked.ShouldBe(["DELETE /images/ghcr.io/example/tap:a"]);
    }

    private static string Id(char digit) => $"sha256:{new string(digit, 64)}";
}
