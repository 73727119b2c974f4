namespace KegImages.Tests.Opening;

/// <summary>What a suggested command carries of the one that was typed.</summary>
public sealed class SameWorldTests
{
    [Theory]
    [InlineData("Push --tag t", false, "")]
    [InlineData("Push", true, " --profile local")]
    [InlineData("Push --profile local", true, " --profile local")]
    [InlineData("Push --profile team local --registry localhost:5000", true, " --registry localhost:5000 --profile team local")]
    [InlineData("Push --registry a --namespace acme/x --root ../other --dry-run", false,
        " --registry a --namespace acme/x --root ../other")]
    [InlineData("Push --registry a --registry b", false, " --registry b")]
    [InlineData("Push --REGISTRY a", false, " --registry a")]
    [InlineData("Push --root . --engine Private", true, " --root . --engine Private")]
    [InlineData("Push --root", false, "")]
    public void Where_is_carried_on_and_nothing_else(string typed, bool isPrivate, string expected) =>
        SameWorld.Of(typed.Split(' '), isPrivate).ShouldBe(expected);

    [Fact]
    public void A_folder_with_a_space_is_quoted() =>
        SameWorld.Of(["Push", "--root", "my family"], false).ShouldBe(" --root 'my family'");

    [Fact]
    public void What_reaches_no_provider_carries_the_folder_alone() =>
        SameWorld.PlaceOf(["Lint", "--registry", "a", "--root", "x"]).ShouldBe(" --root x");
}
