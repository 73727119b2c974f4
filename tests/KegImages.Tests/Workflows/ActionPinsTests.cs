using System.Text.RegularExpressions;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>The file of pins: what Dependabot writes there is what the workflows use.</summary>
public sealed class ActionPinsTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static string Text => ActionPins.BuiltIn.ToText(Families.Workflows[0]);

    [Fact]
    public void What_is_written_is_read_as_it_is_and_is_a_safe_workflow()
    {
        ActionPins.Parse(Text).ToText(Families.Workflows[0]).ShouldBe(Text);
        ActionPins.Parse(Text.ReplaceLineEndings("\r\n")).ToText(Families.Workflows[0]).ShouldBe(Text);
        WorkflowSafety.Check(ActionPins.Path, Text).ShouldBeEmpty();
        Text.ShouldContain("    if: false\n");
    }

    [Fact]
    public async Task A_pin_that_was_moved_is_moved_in_every_workflow()
    {
        var moved = Regex.Replace(Text, @"actions/checkout@\S+ # \S+", $"actions/checkout@{Commit} # v8.1.0");
        var pins = ActionPins.Parse(moved);

        pins.ToText(Families.Workflows[0]).ShouldBe(moved);
        var family = await Families.LoadAsync(Families.Own);
        foreach (var settings in Families.Workflows)
        {
            var text = FamilyWorkflow.Compile(family, settings, pins).Text;
            text.ShouldContain($"uses: actions/checkout@{Commit} # v8.1.0\n");
            text.ShouldNotContain(PinnedAction.Checkout.Commit);
            text.ShouldContain(PinnedAction.SetupDotNet.Commit);
        }
    }

    [Fact]
    public async Task Every_action_of_every_workflow_stands_in_the_file()
    {
        var named = Regex.Matches(Text, @"uses: (\S+)@").Select(match => match.Groups[1].Value).ToList();

        foreach (var family in new[] { Families.Own, Families.One, Families.Large, Families.Five })
        {
            foreach (var file in await Families.CompileAsync(family))
                Regex.Matches(file.Text, @"uses: ([^@\s]+)@").Select(match => match.Groups[1].Value).ShouldBeSubsetOf(named);
        }
    }

    [Fact]
    public void Actions_of_one_s_own_stay_and_one_that_is_missing_comes_back()
    {
        var own = Regex.Replace(Text, @"docker/setup-qemu-action@\S+ # \S+", $"'some/tool/path@{Commit}' # 2.0");

        var text = ActionPins.Parse(own).ToText(Families.Workflows[0]);

        text.ShouldContain($"- uses: some/tool/path@{Commit} # 2.0\n");
        text.ShouldContain($"- uses: docker/setup-qemu-action@{PinnedAction.SetupQemu.Commit} # {PinnedAction.SetupQemu.Version}\n");
    }

    [Theory]
    [InlineData("- uses: actions/checkout@v7")]
    [InlineData("- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1")]
    [InlineData("- uses: actions/checkout@3D3C42e5aac5ba805825da76410c181273ba90b1 # v7.0.1")]
    [InlineData("  uses: checkout@0123456789abcdef0123456789abcdef01234567 # v7.0.1")]
    [InlineData("- uses: ./local@0123456789abcdef0123456789abcdef01234567 # v7.0.1")]
    [InlineData("- uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v7 ${{ x }}")]
    [InlineData("- uses: actions/che\u202eckout@0123456789abcdef0123456789abcdef01234567 # v7")]
    [InlineData("- uses:")]
    public void What_is_no_commit_of_an_action_is_refused_with_its_line(string line)
    {
        var problem = Should.Throw<WrongUseException>(() => ActionPins.Parse($"name: pins\n{line}\n")).Problems.ShouldHaveSingleItem();

        problem.Location.ShouldBe(new SourceLocation(".github/workflows/pins.yml", 2));
        problem.Next.ShouldNotBeNull().ShouldContain("actions/checkout@");
    }

    [Fact]
    public void An_action_that_is_pinned_twice_is_refused() =>
        Should.Throw<WrongUseException>(() => ActionPins.Parse($"- uses: a/b@{Commit} # 1\n- uses: A/b@{Commit} # 2\n"))
            .Message.ShouldContain("pins.yml:2: 'A/b' is pinned twice");
}
