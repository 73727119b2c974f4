using KegImages.Overviews;
using KegImages.Scaffolding;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Scaffolding;

public sealed class NewTapPlanTests : IDisposable
{
    private const string Tap = "FROM node:20\nENV KEG_PROXY_PORT=19006\nUSER node\nONBUILD COPY . .\n";

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: a.io/b\ngroups:\n  hub: { folders: [images/tap] }\n  taps: { folders: ['taps/*'] }\n")
        .Add("images/tap/Dockerfile", Tap)
        .Add("taps/evf/Dockerfile", "FROM a.io/b/tap:develop\n")
        .Add("taps/evf/values.yml", "alias: events\n");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(TapTemplate.Node, true)]
    [InlineData(TapTemplate.Static, true)]
    [InlineData(TapTemplate.Node, false)]
    public async Task What_is_scaffolded_loads_passes_lint_and_has_line_feeds_alone(TapTemplate template, bool hasTriggers)
    {
        folder.Add("images/tap/Dockerfile", hasTriggers ? Tap : "FROM node:20\n");
        var plan = await PlanAsync("weather", "wx", template);

        await new ScaffoldFolder(Path.Combine(folder.Root, plan.Folder)).WriteAsync(plan.Scaffold.Files, CancellationToken.None);

        var model = await folder.LoadAsync();
        var tap = model.Family.Find("wx").ShouldNotBeNull();
        (tap.Name.ToString(), model.Shown(tap.FolderPath), tap.KegImageFrom?.ToString()).ShouldBe(
            ("weather", "taps/weather/container", "a.io/b/weather:develop"));
        tap.Parents.ShouldHaveSingleItem().Member?.ToString().ShouldBe("tap");
        tap.Ports.ShouldBe([19006]);
        (await LintCommand.LintAsync(model, [tap], CancellationToken.None)).Findings.ShouldBeEmpty();
        plan.Scaffold.Files.ShouldAllBe(file => !file.Text.Contains('\r') && file.Text.EndsWith('\n') && !file.Text.EndsWith("\n\n"));
        var run = Path.Combine(folder.Root, "taps/weather/container/run.sh");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(run).HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute).ShouldBeTrue();
        File.ReadAllText(run).ShouldContain("cd -- \"$(dirname -- \"$0\")/../../..\"\nexec ./build.sh Start --tap wx \"$@\"\n");
    }

    [Theory]
    [InlineData("['apps/*']", "apps/weather", false)]
    [InlineData("['!taps/x', 'deep/er/*']", "deep/er/weather", false)]
    [InlineData("[taps/evf]", "taps/weather", true)]
    [InlineData("[../other/*, 'taps/e*']", "taps/weather", true)]
    public async Task Its_folder_is_where_keg_yml_looks_for_taps(string folders, string expected, bool needsEntry)
    {
        folder.Keg($"provider: a.io/b\ngroups:\n  hub: {{ folders: [images/tap] }}\n  taps: {{ folders: {folders} }}\n")
            .Add("apps/a/Dockerfile", "FROM node:20\n").Add("deep/er/b/Dockerfile", "FROM node:20\n");

        var plan = await PlanAsync("weather");

        (plan.Folder, plan.NeedsEntry, plan.Group).ShouldBe((expected, needsEntry, "taps"));
        plan.Scaffold.WayToRoot.Split('/').Length.ShouldBe(expected.Split('/').Length + 1);
    }

    [Theory]
    [InlineData(null, null, "NewTap needs the tap's name")]
    [InlineData("Weather", null, "--name 'Weather' is not an image name")]
    [InlineData("we_ather", null, "--name we_ather: 'we_ather' is not an alias")]
    [InlineData("weather", "W", "--alias W: 'W' is not an alias")]
    [InlineData("weather", "events", "--alias events: 'evf' is called so already")]
    [InlineData("events", null, "--name events: 'evf' is called so already")]
    [InlineData("weather", "a123456789012345678901234567890123456789012345678901234567890",
        "--alias a1234567890123456789012345678901234567890123456789012345678901: it has")]
    public async Task What_cannot_be_a_tap_is_refused(string? name, string? alias, string message) =>
        (await Should.ThrowAsync<WrongUseException>(PlanAsync(name, alias))).Message.ShouldStartWith(
            message[..Math.Min(message.Length, 40)]);

    [Theory]
    [InlineData("We ather!", "we-ather")]
    [InlineData("Weather", "weather")]
    [InlineData("--x", "x")]
    public async Task A_name_that_is_none_is_answered_with_the_nearest_that_is_one(string name, string legal) =>
        (await Should.ThrowAsync<WrongUseException>(PlanAsync(name))).Problems[0].Next.ShouldBe($"a legal one is: --name {legal}");

    [Fact]
    public async Task The_static_template_needs_a_parent_that_copies_a_tap_s_code()
    {
        folder.Add("images/tap/Dockerfile", "FROM node:20\n");

        (await Should.ThrowAsync<WrongUseException>(PlanAsync("weather", null, TapTemplate.Static))).Message.ShouldStartWith(
            "--template static: files are served by what tap has");
    }

    [Fact]
    public async Task Undoing_takes_away_what_was_written_and_nothing_else()
    {
        var plan = await PlanAsync("weather");
        var scaffold = new ScaffoldFolder(Path.Combine(folder.Root, "new/taps/weather"));
        scaffold.IsTaken.ShouldBeFalse();
        await scaffold.WriteAsync(plan.Scaffold.Files, CancellationToken.None);
        scaffold.IsTaken.ShouldBeTrue();
        folder.Add("new/other", "x");

        scaffold.Undo();

        Directory.EnumerateFileSystemEntries(Path.Combine(folder.Root, "new")).Select(Path.GetFileName).ShouldBe(["other"]);
    }

    private async Task<NewTapPlan> PlanAsync(string? name, string? alias = null, TapTemplate template = TapTemplate.Node) =>
        NewTapPlan.Of(new NewTapOptions(name, alias, template, Push: true), await folder.LoadAsync());
}
