namespace KegImages.Tests;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("tpa", "tap")]
    [InlineData("TAP", "tap")]
    [InlineData("evv", "evf")]
    [InlineData("keg-hrekin", "keg-herkin")]
    [InlineData("keg-compnents", "keg-components")]
    public void The_nearest_name_is_the_one_meant(string typed, string meant) =>
        Suggestion.DidYouMean(typed, ["tap", "evf", "keg-core", "keg-components", "keg-herkin"]).ShouldBe($" (did you mean '{meant}'?)");

    [Theory]
    [InlineData("zzz")]
    [InlineData("")]
    [InlineData("entirely-different")]
    public void A_name_near_to_none_is_answered_with_nothing(string typed)
    {
        Suggestion.Nearest(typed, ["tap", "keg-core"]).ShouldBeNull();
        Suggestion.DidYouMean(typed, ["tap", "keg-core"]).ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_that_are_equally_near_the_first_by_name_is_taken() =>
        Suggestion.Nearest("tax", ["tay", "tap"]).ShouldBe("tap");

    [Fact]
    public void No_candidates_means_no_suggestion() => Suggestion.Nearest("tap", []).ShouldBeNull();
}
