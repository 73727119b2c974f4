using KegImages.Configuration;
using KegImages.Scaffolding;

namespace KegImages.Tests.Scaffolding;

public sealed class KegEditTests
{
    private const string Head = "# The family.\nprovider:   a.io/b   # ours\n\n";

    [Theory]
    [InlineData("groups: { taps: { folders: ['taps/*'] } }", "groups: { taps: { folders: ['taps/*', ../x] } }")]
    [InlineData("groups:\n  taps:\n    folders: [ taps/a,taps/b ]  # two\n",
        "groups:\n  taps:\n    folders: [ taps/a,taps/b, ../x ]  # two\n")]
    [InlineData("groups:\n  taps:\n    folders: [\n      taps/a,   # a\n      taps/b\n    ]\n",
        "groups:\n  taps:\n    folders: [\n      taps/a,   # a\n      taps/b, ../x\n    ]\n")]
    [InlineData("groups:\n  taps:\n    folders: [\n      taps/a,\n    ]\n",
        "groups:\n  taps:\n    folders: [\n      taps/a, ../x,\n    ]\n")]
    [InlineData("groups:\n  taps:\n    folders:\n      - taps/*   # ours\n      # theirs\n    parent: tap\n",
        "groups:\n  taps:\n    folders:\n      - taps/*   # ours\n      - ../x\n      # theirs\n    parent: tap\n")]
    [InlineData("groups:\n  taps:\n    folders:\n    - 'taps/a'\n    - taps/b",
        "groups:\n  taps:\n    folders:\n    - 'taps/a'\n    - taps/b\n    - ../x")]
    [InlineData("groups:\n  base: { folders: [base] }\n  taps:\n    folders:\n      -   taps/b\n",
        "groups:\n  base: { folders: [base] }\n  taps:\n    folders:\n      -   taps/b\n      - ../x\n")]
    public void A_folder_is_added_and_everything_else_stays_as_it_is(string text, string expected)
    {
        KegEdit.AddFolder(Head + text, "taps", "../x").ShouldBe(Head + expected);
        KegEdit.AddFolder(Windows(Head + text), "taps", "../x").ShouldBe(Windows(Head + expected), "line endings stay, too");
    }

    [Theory]
    [InlineData("../a b")]
    [InlineData("../it's")]
    [InlineData("../#x")]
    [InlineData("../a: b")]
    [InlineData("../a, b")]
    [InlineData("../[x]")]
    public void A_folder_with_any_name_is_read_back_as_it_is(string folder)
    {
        foreach (var text in new[] { "groups: { taps: { folders: ['taps/*'] } }", "groups:\n  taps:\n    folders:\n      - taps/*\n" })
            KegReader.Read(KegEdit.AddFolder(Head + text, "taps", folder), "keg.yml").Settings!.Groups[0].Folders[1].Value.ShouldBe(folder);
    }

    [Theory]
    [InlineData("groups: { taps: { folders: [] } }")]
    [InlineData("groups: { other: { folders: [a] } }")]
    [InlineData("x: &f [a]\ngroups: { other: { folders: [a] }, taps: { folders: *f } }")]
    public void A_form_that_cannot_be_added_to_is_left_to_its_author(string text) =>
        Should.Throw<WrongUseException>(() =>
            KegEdit.AddFolder(Head + text, "taps", "../x")).Message.ShouldContain("add it by hand: - ../x");

    [Theory]
    [InlineData("groups: { taps: { folders: ['taps/*', ../x] } }", "groups: { taps: { folders: ['taps/*'] } }")]
    [InlineData("groups: { taps: { folders: [../x, 'taps/*'] } }", "groups: { taps: { folders: ['taps/*'] } }")]
    [InlineData("groups: { taps: { folders: [taps/a, ../x, taps/b] } }", "groups: { taps: { folders: [taps/a, taps/b] } }")]
    [InlineData("groups:\n  taps:\n    folders: [\n      taps/a,   # a\n      ../x\n    ]\n",
        "groups:\n  taps:\n    folders: [\n      taps/a   # a\n    ]\n")]
    [InlineData("groups:\n  taps:\n    folders:\n      - taps/*   # ours\n      - ../x   # theirs\n    parent: tap\n",
        "groups:\n  taps:\n    folders:\n      - taps/*   # ours\n    parent: tap\n")]
    [InlineData("groups:\n  taps:\n    folders:\n    - 'taps/a'\n    - ../x", "groups:\n  taps:\n    folders:\n    - 'taps/a'")]
    public void A_folder_is_taken_out_and_everything_else_stays_as_it_is(string text, string expected)
    {
        KegEdit.RemoveFolder(Head + text, "taps", "../x").ShouldBe(Head + expected);
        KegEdit.RemoveFolder(Windows(Head + text), "taps", "../x").ShouldBe(Windows(Head + expected), "line endings stay, too");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("../a, b")]
    [InlineData("../it's")]
    public void What_was_added_is_taken_out_to_the_byte(string folder)
    {
        foreach (var text in new[] { "groups: { taps: { folders: ['taps/*'] } }",
            "groups:\n  taps:\n    folders: [ taps/a,taps/b ]  # two\n",
                "groups:\n  taps:\n    folders:\n      - taps/*\n      # theirs\n" })
            KegEdit.RemoveFolder(KegEdit.AddFolder(Head + text, "taps", folder), "taps", folder).ShouldBe(Head + text);
    }

    [Theory]
    [InlineData("groups: { taps: { folders: [../x] } }")]
    [InlineData("groups: { taps: { folders: [taps/a, taps/b] } }")]
    [InlineData("x: &f [a, ../x]\ngroups: { taps: { folders: *f } }")]
    public void A_form_that_cannot_be_taken_from_is_left_to_its_author(string text) =>
        Should.Throw<WrongUseException>(() =>
            KegEdit.RemoveFolder(Head + text, "taps", "../x")).Message.ShouldContain("take it out by hand: ../x");

    private static string Windows(string text) => text.Replace("\n", "\r\n");
}
