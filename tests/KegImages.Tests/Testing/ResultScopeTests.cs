using KegImages.ImageTesting;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Testing;

public sealed class ResultScopeTests
{
    [Theory]
    [InlineData(true, false, "Merged")]
    [InlineData(true, true, "Merged ByHand")]
    [InlineData(false, false, "Merged Branch")]
    public void A_run_believes_what_was_merged_and_its_own_kind_and_keeps_as_its_own(bool movesDefault, bool byHand, string believed)
    {
        var scope = ResultScope.Of(new TagSet(Tag.Parse("develop"), [], movesDefault, byHand), new GitFacts { Root = "/checkout" });

        string.Join(' ', scope.Believed).ShouldBe(believed);
        believed.ShouldEndWith(scope.Origin.ToString());
    }
}
