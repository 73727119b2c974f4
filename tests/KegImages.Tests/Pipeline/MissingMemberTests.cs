using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.Tests.Pipeline;

public sealed class MissingMemberTests
{
    [Fact]
    public void Of_a_variant_it_names_the_set_whose_push_makes_it() =>
        MissingMember.Of(Provider.Parse("registry.example.org/keg"), ImageName.Parse("base:3.23"), Tag.Parse("3.23"), Tag.Parse("develop"),
            StageTarget.Base, "").ToString().ShouldBe("registry.example.org/keg has no base:3.23 to build on"
            + "\n  make it, and what it is built on: ./build.sh BuildBase --push --tag develop");

    [Theory]
    [InlineData("develop", "develop")]
    [InlineData(null, "latest")]
    public void It_names_the_tag_that_was_looked_for_and_the_command_that_makes_it(string? written, string looked)
    {
        var problem = MissingMember.Of(Provider.Parse("registry.example.org/keg"), ImageName.Parse("hub"), written is null ? null
            : Tag.Parse(written), Tag.Parse("develop"), StageTarget.KegHub, "");

        problem.Message.ShouldBe($"registry.example.org/keg has no hub:{looked} to build on");
        problem.Next.ShouldBe($"make it, and what it is built on: ./build.sh BuildKegHub --push --tag {looked}");
    }
}
