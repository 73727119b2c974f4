using KegImages.Commands;
using KegImages.Processes;
using KegImages.Revisions;

namespace KegImages.Tests.Git;

public class BranchNameTests
{
    public static TheoryData<string> Legal { get; } = ["develop", "feature/x", "HEAD", "@", "日本語", "a.b", "-a", "x{y}", "a@b", "(detached)",
        "!", "a.lock.b", new string('a', 300)];

    public static TheoryData<string> Illegal { get; } =
    [
        "", "a b", "a..b", "a@{b", "a.", "/a", "a/", "a//b", ".a", "a/.b", "a.lock", "a.lock/b", "a~b", "a^b", "a:b", "a?b", "a*b", "a[b",
            "a\\b", "a\tb", "a\u007fb",
    ];

    [Theory]
    [MemberData(nameof(Legal))]
    public async Task A_legal_name_round_trips_and_git_agrees(string text)
    {
        BranchName.Parse(text).ToString().ShouldBe(text);
        (await GitAcceptsAsync(text)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Illegal))]
    public async Task An_illegal_name_is_quoted_with_the_rule_and_git_agrees(string text)
    {
        BranchName.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<WrongUseException>(() =>
            BranchName.Parse(text)).Message.ShouldStartWith($"'{VisibleText.Of(text)}' is not a branch name: ");
        (await GitAcceptsAsync(text)).ShouldBeFalse();
    }

    [Fact]
    public void A_zero_character_is_refused() => BranchName.TryParse("a\0b", out _).ShouldBeFalse();

    private static async Task<bool> GitAcceptsAsync(string text)
    {
        var command = new Command("git", "check-ref-format", $"refs/heads/{text}");
        return (await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None)).ExitCode == 0;
    }
}
