using KegImages.Images;
using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class FamilyParentsTests
{
    private static readonly string One = $"keg-base@{Digest.Of([1])}";
    private static readonly string Two = $"tap@{Digest.Of([2])}";

    [Fact]
    public void The_text_is_sorted_and_has_each_once_and_the_same_parents_are_equal()
    {
        var parents = FamilyParents.Parse($"{Two} {One} {Two}");

        parents.ToString().ShouldBe($"{One} {Two}");
        parents.ShouldBe(FamilyParents.Parse($"{One} {Two}"));
        parents.GetHashCode().ShouldBe(FamilyParents.Parse($"{One}  {Two}").GetHashCode());
        parents.ShouldNotBe(FamilyParents.Parse(One));
        parents.Of(ImageName.Parse("tap")).ShouldBe([Digest.Of([2])]);
        parents.Of(ImageName.Parse("evf")).ShouldBeEmpty();
    }

    [Fact]
    public void One_image_may_be_used_at_two_digests()
    {
        var other = $"tap@{Digest.Of([3])}";

        FamilyParents.Parse($"{Two} {other}").All.Length.ShouldBe(2);
    }

    [Fact]
    public void Nothing_is_an_image_without_parents() => FamilyParents.Parse("").ShouldBe(FamilyParents.None);

    [Theory]
    [InlineData(null)]
    [InlineData("tap")]
    [InlineData("tap:develop")]
    [InlineData("tap@sha256:0123")]
    [InlineData("@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a")]
    [InlineData("ghcr.io/keg/tap@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a")]
    [InlineData("tap@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a,evf")]
    public void Anything_else_is_refused(string? text)
    {
        FamilyParents.TryParse(text, out _).ShouldBeFalse();
        if (text is not null)
            Should.Throw<WrongUseException>(() => FamilyParents.Parse(text)).Message.ShouldContain($"'{text}'");
    }
}
