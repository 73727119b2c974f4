using KegImages.Tests.Configuration;
using KegImages.WorkflowFiles;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class WorkflowFolderTests : IDisposable
{
    private const string Images = ".github/workflows/images.yml";

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: ghcr.io/example\ngroups:\n  all: { folders: [site] }\n")
        .Add("site/Dockerfile", "FROM scratch\n");

    private readonly List<string> said = [];

    [Fact]
    public async Task What_is_written_passes_the_check_and_is_not_written_again()
    {
        (await WriteAsync()).ShouldBe(["written    .github/workflows/images.yml", "written    .github/workflows/pull-request.yml",
            "written    .github/workflows/pins.yml", "written    .github/dependabot.yml"]);

        await Folder.CheckAsync(Two, said.Add, CancellationToken.None);
        said.ShouldBe(["all 2 workflows are what the family says"]);
        (await WriteAsync()).ShouldAllBe(line => line.StartsWith("unchanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkout_with_other_line_ends_is_the_same()
    {
        await WriteAsync();
        folder.Add(Images, (await File.ReadAllTextAsync(Path.Combine(folder.Root, Images))).Replace("\n", "\r\n",
            StringComparison.Ordinal));

        await Folder.CheckAsync(Two, said.Add, CancellationToken.None);
    }

    [Fact]
    public async Task A_difference_is_shown_line_by_line_and_a_missing_file_is_said_with_it()
    {
        await WriteAsync();
        File.Delete(Path.Combine(folder.Root, ".github/workflows/pull-request.yml"));
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Root, Images));
        folder.Add(Images, text.Replace("\npermissions: {}", "\npermissions: write-all", StringComparison.Ordinal));

        var error = await Should.ThrowAsync<WrongUseException>(() => Folder.CheckAsync(Two, said.Add, CancellationToken.None));

        said.ShouldBeEmpty();
        error.Problems.Length.ShouldBe(2);
        error.Problems[0].Message.ShouldMatch(@"not what the family says:\n +\d+ - permissions: write-all\n +\d+ \+ permissions: \{\}$");
        error.Problems[1].ShouldBe(new Problem("the workflow is missing", new SourceLocation(".github/workflows/pull-request.yml"),
            error.Problems[0].Next));
        (await File.ReadAllTextAsync(Path.Combine(folder.Root, Images))).ShouldContain("write-all", Case.Sensitive,
            "a check changes nothing");
    }

    [Fact]
    public async Task The_pins_of_the_repository_are_used_and_what_is_wrong_with_them_is_said_with_its_line()
    {
        await WriteAsync();
        var pins = await File.ReadAllTextAsync(Path.Combine(folder.Root, ActionPins.Path));
        folder.Add(ActionPins.Path, pins.Replace(PinnedAction.Checkout.Version, "v7.9.9", StringComparison.Ordinal));

        var error = await Should.ThrowAsync<WrongUseException>(() => Folder.CheckAsync(Two, said.Add, CancellationToken.None));

        error.Problems.Length.ShouldBe(2, "the workflows, and not the file of pins");
        error.Message.ShouldContain("# v7.9.9");
        await WriteAsync();
        await Folder.CheckAsync(Two, said.Add, CancellationToken.None);

        folder.Add(ActionPins.Path, pins.Replace(PinnedAction.Checkout.Commit, "v7", StringComparison.Ordinal));
        (await Should.ThrowAsync<WrongUseException>(WriteAsync)).Message.ShouldContain("pins.yml:");
    }

    [Fact]
    public async Task What_others_wrote_for_Dependabot_or_Renovate_is_left_alone()
    {
        folder.Add(DependabotFile.Path, "version: 2\nupdates: []\n");
        (await WriteAsync())[^1].ShouldStartWith("left alone  .github/dependabot.yml, which others wrote");
        (await File.ReadAllTextAsync(Path.Combine(folder.Root, DependabotFile.Path))).ShouldBe("version: 2\nupdates: []\n");
        await Folder.CheckAsync(Two, said.Add, CancellationToken.None);

        folder.Add(DependabotFile.Path, "version: 2\nupdates: [{ package-ecosystem: github-actions }]\n");
        (await WriteAsync()).ShouldNotContain(line => line.Contains("dependabot"));

        File.Delete(Path.Combine(folder.Root, DependabotFile.Path));
        folder.Add("renovate.json", "{}");
        (await WriteAsync()).ShouldNotContain(line => line.Contains("dependabot"));

        File.Delete(Path.Combine(folder.Root, "renovate.json"));
        folder.Add(DependabotFile.Path, DependabotFile.Text + "# more\n");
        (await WriteAsync()).ShouldContain("rewritten  .github/dependabot.yml", "it is our own as long as its first line says so");
    }

    [Fact]
    public async Task An_action_of_one_s_own_that_is_not_there_is_refused_with_its_line()
    {
        folder.Keg("provider: ghcr.io/example\ngroups:\n  all: { folders: [site] }\nworkflows:\n  before: ./.github/actions/before\n");

        var error = await Should.ThrowAsync<WrongUseException>(WriteAsync);

        error.Message.ShouldContain("keg.yml:5:");
        error.Message.ShouldContain("there is no action in ./.github/actions/before");
        folder.Add(".github/actions/before/action.yml", "runs: { using: composite, steps: [] }\n");
        (await WriteAsync()).ShouldContain("written    .github/workflows/images.yml");
    }

    [Fact]
    public async Task Where_no_workflow_is_wanted_nothing_is_written()
    {
        await Folder.WriteAsync([], said.Add, CancellationToken.None);

        said.ShouldBeEmpty();
        Directory.Exists(Path.Combine(folder.Root, ".github")).ShouldBeFalse();
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<WorkflowSettings> Two => Families.Workflows.Take(2);

    private WorkflowFolder Folder => new(folder.Root);

    private async Task<List<string>> WriteAsync()
    {
        var written = new List<string>();
        await Folder.WriteAsync(Two, written.Add, CancellationToken.None);
        return written;
    }
}
