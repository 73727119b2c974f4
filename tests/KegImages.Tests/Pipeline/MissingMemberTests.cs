using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.Tests.Pipeline;

public sealed class MissingMemberTests
{
    [Theory]
    [InlineData("develop", "develop")]
    [InlineData(null, "latest")]
    public void It_names_the_tag_that_was_looked_for_and_the_command_that_makes_it(string? written, string looked)
    {
        var problem = MissingMember.Of(Provider.Parse("registry.example.org/keg"), ImageName.Parse("hub"), written is null ? null
            : Tag.Parse(written), Stage.KegHub, "");

        problem.Message.ShouldBe($"registry.example.org/keg has no hub:{looked} to build on");
        problem.Next.ShouldBe($"make it, and what it is built on: ./build.sh BuildKegHub --push --tag {looked}");
    }
}
