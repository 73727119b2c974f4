using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

/// <summary>What taps are built on where the caller says it: --base-image, or KEG_BASE_IMAGE in the environment.</summary>
public sealed class BaseImageTests : IDisposable
{
    private const string Place = "KEG_BASE_IMAGE in the environment";

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: acme.io/team\ngroups:\n  base: { folders: [base] }\n  hub: { folders: [tap] }\n  taps: { folders: [taps/*] }\n")
        .Add("base/Dockerfile", "ARG KEG_BASE_IMAGE=node:20\nFROM $KEG_BASE_IMAGE\n")
        .Add("tap/Dockerfile", "FROM acme.io/team/base:develop\n")
        .Add("tap/values.yml", "alias: t\n")
        .Add("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE=acme.io/team/tap:develop\nFROM $KEG_BASE_IMAGE\n")
        .Add("taps/said/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
        .Add("taps/said/values.yml", "env:\n  KEG_BASE_IMAGE: acme.io/team/tap:develop\n")
        .Add("taps/fixed/Dockerfile", "FROM acme.io/team/tap:develop\n");

    [Theory]
    [InlineData("tap:develop", "acme.io/team/tap:develop = tap")]
    [InlineData("t:develop", "acme.io/team/tap:develop = tap")]
    [InlineData("base:develop", "acme.io/team/base:develop = base")]
    [InlineData("acme.io/team/base:develop", "acme.io/team/base:develop = base")]
    [InlineData("tap:my-branch", "acme.io/team/tap:my-branch")]
    [InlineData("quay.io/other/tap:1", "quay.io/other/tap:1")]
    [InlineData("node:22", "node:22")]
    public async Task A_tap_s_parent_is_what_the_caller_says(string image, string expected)
    {
        var family = (await LoadAsync(image)).Family;

        EdgeOf(family.Find("evf")!).ShouldBe(expected);
        EdgeOf(family.Find("said")!).ShouldBe(expected, "the file's own word is the weaker one");
        EdgeOf(family.Find("fixed")!).ShouldBe("acme.io/team/tap:develop = tap", "what reads no ARG has no choice");
        EdgeOf(family.Find("base")!).ShouldBe("node:20", "only the last group's images are taps");
    }

    [Fact]
    public async Task A_tag_that_was_published_before_is_taken_from_the_provider_of_the_run()
    {
        var family = (await LoadAsync("tap:my-branch", "localhost:5000", "mine")).Family;

        EdgeOf(family.Find("evf")!).ShouldBe("localhost:5000/mine/tap:my-branch");
    }

    [Fact]
    public async Task No_tap_is_built_on_itself()
    {
        var family = (await LoadAsync("evf:develop")).Family;

        EdgeOf(family.Find("evf")!).ShouldBe("acme.io/team/tap:develop = tap");
        EdgeOf(family.Find("said")!).ShouldBe("acme.io/team/evf:develop = evf");
    }

    [Theory]
    [InlineData("tap", $"{Place}: KEG_BASE_IMAGE: 'acme.io/team/tap' has no tag\n  write acme.io/team/tap:develop")]
    [InlineData("Tap:x y", $"{Place}: 'Tap:x y' is no image")]
    public async Task What_is_no_image_with_a_tag_is_refused_with_its_place(string image, string expected) =>
        (await Should.ThrowAsync<WrongUseException>(LoadAsync(image))).Problems.ShouldHaveSingleItem().ToString().ReplaceLineEndings("\n")
            .ShouldStartWith(expected);

    public void Dispose() => folder.Dispose();

    private Task<FamilyModel> LoadAsync(string image, string? registry = null, string? space = null) =>
        folder.LoadAsync(FamilyOverrides.None with
        {
            BaseImage = new ChosenParent(new Located<string>(image, new SourceLocation(Place)), registry, space),
        });

    private static string EdgeOf(KegImages.Images.Image image)
    {
        var edge = image.Parents.ShouldHaveSingleItem();
        return $"{edge.Reference}{(edge.Member is null ? "" : $" = {edge.Member}")}";
    }
}
