using KegImages.Commands;

namespace KegImages.Tests.KegTools;

/// <summary>The commands of the seed, and those like them, as targets.</summary>
public sealed class KegWordsTests
{
    [Theory]
    [InlineData("evf build --tag my-changes-tag --push", "BuildTaps --tap evf --tag my-changes-tag --push")]
    [InlineData("evf start --from evf:my-changes-tag", "Start --tap evf --from evf:my-changes-tag")]
    [InlineData("docker package", "Package")]
    [InlineData("docker package --tap evf", "Package --tap evf")]
    [InlineData("docker package evf --tag t", "Package --tap evf --tag t")]
    [InlineData("docker package run --package evf:t", "RunPackage --package evf:t")]
    [InlineData("dpg", "Package")]
    [InlineData("dpg evf", "Package --tap evf")]
    [InlineData("evf attach", "Attach --tap evf")]
    [InlineData("evf logs --follow", "Logs --tap evf --follow")]
    [InlineData("evf stop", "Stop --tap evf")]
    [InlineData("evf restart", "Restart --tap evf")]
    [InlineData("evf pull", "Pull --tap evf")]
    [InlineData("evf push", "BuildTaps --push --tap evf")]
    [InlineData("evf START", "Start --tap evf")]
    [InlineData("docker build keg-core --dry-run", "BuildTaps --image keg-core --dry-run")]
    [InlineData("docker push base", "BuildTaps --push --image base")]
    public void Keg_words_are_words_of_a_target(string typed, string expected) =>
        KegWords.Translate(typed.Split(' ')).ShouldBe(expected.Split(' '));

    [Theory]
    [InlineData("", "keg: no words")]
    [InlineData("evf", "keg evf: a tap and an action are needed")]
    [InlineData("--push evf", "a tap and an action are needed")]
    [InlineData("evf --push", "a tap and an action are needed")]
    [InlineData("evf biuld", "'biuld' is no action here (did you mean 'build'?)")]
    [InlineData("docker run", "'run' is no action here")]
    [InlineData("docker build", "'build' is no action here")]
    public void What_means_nothing_is_refused_with_the_words_that_do(string typed, string expected) =>
        Should.Throw<WrongUseException>(() => KegWords.Translate(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Message
            .ShouldContain(expected);
}
