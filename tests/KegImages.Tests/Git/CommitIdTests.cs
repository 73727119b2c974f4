using KegImages.Revisions;

namespace KegImages.Tests.Git;

public class CommitIdTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    public void A_whole_id_round_trips(int length) => CommitId.Parse(new string('a', length)).ToString().ShouldBe(new string('a', length));

    [Theory]
    [InlineData("")]
    [InlineData("abc1234")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    public void Anything_else_is_refused(string text) =>
        Should.Throw<WrongUseException>(() => CommitId.Parse(text)).Message.ShouldContain($"'{text}'");
}
