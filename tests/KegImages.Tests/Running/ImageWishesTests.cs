using KegImages.Images;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Running;
using KegImages.Tagging;
using KegImages.Tests.Images;

namespace KegImages.Tests.Running;

public sealed class ImageWishesTests
{
    private const string Usual = "ghcr.io/simpleviewinc/evf:develop";

    private static readonly Family Family = new([Image("tap", "tap", 0), Image("evf", "evf", 1), Image("keg-herkin", "herkin", 1)]);

    private static readonly ImageWishes Wishes = new()
    {
        Family = Family,
        Tags = new TagSettings(BranchName.Parse("develop"), Tag.Parse("develop"), [Tag.Parse("master")]),
        Mapping = new ReferenceMapping(
            new Membership(
                Provider.Parse("ghcr.io/simpleviewinc"),
                [Tag.Parse("develop"), Tag.Parse("master")],
                [],
                Family.Images.Select(image => image.Name)),
            Provider.Parse("127.0.0.1:5000/ns")),
        Branch = BranchName.Parse("feature/x"),
    };

    [Theory]
    [InlineData("evf:my-changes-tag", "127.0.0.1:5000/ns/evf:my-changes-tag")]
    [InlineData("herkin:x", "127.0.0.1:5000/ns/keg-herkin:x")]
    [InlineData("evf:x@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "127.0.0.1:5000/ns/evf:x@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("ghcr.io/simpleviewinc/evf:x", "ghcr.io/simpleviewinc/evf:x")]
    [InlineData("localhost:5000/evf:x", "localhost:5000/evf:x")]
    public void From_says_exactly_what_is_run(string from, string expected) =>
        (Wishes with { From = from }).Of(Family.Images[1], Usual, "values.yml:3")
            .ShouldBe([new WishedImage(ImageReference.Parse(expected), "--from")]);

    [Theory]
    [InlineData("evv:x", "no image 'evv' in this family (did you mean 'evf'?)")]
    [InlineData("evf", "says no tag")]
    [InlineData("Evf:x", "not an image")]
    [InlineData("ghcr.io/simpleviewinc/evf", "says no tag")]
    [InlineData("", "not an image")]
    public void What_is_no_image_is_refused(string from, string reason) =>
        Should.Throw<WrongUseException>(() => (Wishes with { From = from }).Of(Family.Images[1], null, null)).Message.ShouldContain(reason);

    [Fact]
    public void From_and_tag_together_are_refused() =>
        Should.Throw<WrongUseException>(() =>
            (Wishes with { From = "evf:x", Tag = "x" }).Of(Family.Images[1], null, null)).Message.ShouldContain("--from evf:x and --tag x");

    [Fact]
    public void A_tag_says_the_tap_s_own_image() => Shown(Wishes with { Tag = "Some.Tag" }, Usual).ShouldBe(["evf:Some.Tag --tag"]);

    [Fact]
    public void Keg_image_from_is_run_where_it_is_given_and_the_branch_s_image_stands_in_before_there_is_a_default_one() =>
        Shown(Wishes, Usual).ShouldBe(["evf:develop KEG_IMAGE_FROM, values.yml:3",
            $"evf:feature-x the branch 'feature/x'; {Usual} of KEG_IMAGE_FROM, values.yml:3 does not exist"]);

    [Theory]
    [InlineData("ghcr.io/simpleviewinc/evf:pinned", "evf:pinned")]
    [InlineData("ghcr.io/simpleviewinc/keg-herkin:develop", "keg-herkin:develop")]
    [InlineData("evf:main", "evf:main")]
    [InlineData("tap:master", "tap:master")]
    [InlineData("docker.io/library/tap:other", "docker.io/library/tap:other")]
    [InlineData("quay.io/simpleviewinc/evf:develop", "quay.io/simpleviewinc/evf:develop")]
    public void Another_image_than_the_usual_one_has_no_stand_in(string from, string expected) =>
        Shown(Wishes, from).ShouldBe([$"{expected} KEG_IMAGE_FROM, values.yml:3"]);

    [Fact]
    public void Without_keg_image_from_it_is_the_branch_s_image_before_the_default_tag_s()
    {
        Shown(Wishes, null).ShouldBe(["evf:feature-x the branch 'feature/x'", "evf:develop the default tag"]);
        Shown(Wishes with { Branch = BranchName.Parse("develop") }, null).ShouldBe(["evf:develop the branch 'develop'"]);
        Shown(Wishes with { Branch = null }, null).ShouldBe(["evf:develop the default tag"]);
    }

    [Theory]
    [InlineData("ghcr.io/simpleviewinc/evf")]
    [InlineData("not an image")]
    public void A_keg_image_from_that_says_no_tag_is_a_problem_of_its_line(string from)
    {
        var problem = Should.Throw<WrongUseException>(() =>
            Wishes.Of(Family.Images[1], from, "taps/evf/container/values.yml:3")).Problems.Single();

        problem.Location.ShouldBe(new SourceLocation("taps/evf/container/values.yml", 3));
        problem.Message.ShouldContain(from);
    }

    [Theory]
    [InlineData("evf:develop")]
    [InlineData("docker.io/library/evf:develop")]
    [InlineData("GHCR.io/simpleviewinc/evf:develop")]
    public void The_usual_image_is_the_usual_one_however_it_is_written(string from) =>
        Shown(Wishes, from).ShouldBe(
        [
            "evf:develop KEG_IMAGE_FROM, values.yml:3",
            $"evf:feature-x the branch 'feature/x'; {from} of KEG_IMAGE_FROM, values.yml:3 does not exist",
        ]);

    private static IEnumerable<string> Shown(ImageWishes wishes, string? from) =>
        wishes.Of(Family.Images[1], from, "values.yml:3")
            .Select(wish => $"{wish.Reference.ToString().Replace("127.0.0.1:5000/ns/", "", StringComparison.Ordinal)} {wish.Why}");

    private static Image Image(string name, string alias, int group) =>
        SomeImage.Of(name, alias, new ImageGroup($"group {group}", group));
}
