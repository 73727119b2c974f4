using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public sealed class HistoryTagTests
{
    private static readonly CommitId Commit = CommitId.Parse("0123456789abcdef0123456789abcdef01234567");

    [Theory]
    [InlineData("develop")]
    [InlineData("v1.2.3")]
    [InlineData("a.0123456789ab")]
    public void A_history_tag_is_the_sets_tag_and_twelve_digits_and_is_read_back(string text)
    {
        var set = Tag.Parse(text);

        var history = HistoryTag.Of(set, Commit);

        history.ToString().ShouldBe($"{text}.0123456789ab");
        HistoryTag.TryParse(history.Tag, out var read).ShouldBeTrue();
        read.ShouldBe(history);
        read.IsOf(set).ShouldBeTrue();
        read.IsOf(Tag.Parse("other")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("develop")]
    [InlineData("develop.0123456789a")]
    [InlineData("develop.0123456789abc")]
    [InlineData("develop.0123456789aB")]
    [InlineData("develop-0123456789ab")]
    [InlineData("0123456789ab")]
    public void Other_tags_are_none(string text) => HistoryTag.TryParse(Tag.Parse(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData(115)]
    [InlineData(116)]
    [InlineData(128)]
    public void A_long_tag_leaves_room_for_the_commit_and_stays_its_own(int length)
    {
        var (set, neighbour) = (Tag.Parse(new string('a', length - 1) + 'b'), Tag.Parse(new string('a', length - 1) + 'c'));

        var history = HistoryTag.Of(set, Commit);

        history.Tag.ToString().Length.ShouldBeLessThanOrEqualTo(Tag.MaxLength);
        history.IsOf(set).ShouldBeTrue();
        history.IsOf(neighbour).ShouldBeFalse();
    }

    [Fact]
    public void A_tag_of_this_form_that_is_given_by_hand_is_refused()
    {
        var settings = new TagSettings(BranchName.Parse("develop"), Tag.Parse("develop"), []);

        Should.Throw<WrongUseException>(() => TagSet.For(null, settings, "develop.0123456789ab", "--to")).Message
            .ShouldBe("--to: 'develop.0123456789ab' has the form of a commit's family record, which is kept as it is");
    }
}
