using KegImages.Tests.Configuration;
using KegImages.WorkflowFiles;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>What is written into a repository's workflow folder, and what is not.</summary>
public sealed class WrittenWorkflowsTests : IDisposable
{
    private const string File = ".github/workflows/images.yml";

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: acme.io/team\ngroups:\n  all: { folders: [base] }\n").Add("base/Dockerfile", "FROM scratch\n");

    private readonly List<string> said = [];

    private string Text => System.IO.File.ReadAllText(Path.Combine(folder.Root, File));

    [Fact]
    public async Task A_workflow_that_somebody_wrote_is_not_overwritten()
    {
        folder.Add(File, "name: mine\n");

        var refusal = (await Should.ThrowAsync<WrongUseException>(WriteAsync())).Message;
        refusal.ShouldContain($"{File}: is no workflow that was generated, and would be overwritten");
        refusal.ShouldContain("rename or delete it, then ./build.sh GenerateWorkflows");
        Text.ShouldBe("name: mine\n");
    }

    [Fact]
    public async Task A_comparison_says_of_one_that_somebody_wrote_whose_it_is_and_does_not_send_to_what_is_refused()
    {
        folder.Add(File, "name: mine\n");

        var refusal = (await Should.ThrowAsync<WrongUseException>(new WorkflowFolder(folder.Root).CheckAsync(
            Settings, said.Add, default))).Message;

        refusal.ShouldContain($"{File}: is no workflow that was generated, and the family says one of that name");
        refusal.ShouldContain("rename or delete it, then ./build.sh GenerateWorkflows");
        refusal.ShouldNotContain($"{File}: the workflow is not what the family says");
        Text.ShouldBe("name: mine\n");
    }

    [Fact]
    public async Task One_that_was_written_here_is_written_anew()
    {
        await WriteAsync();
        var whole = Text;
        folder.Add(File, whole.Replace("name: images", "name: other", StringComparison.Ordinal));

        await WriteAsync();
        Text.ShouldBe(whole);
        said.ShouldContain($"rewritten  {File}");
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_written_and_writes_nothing()
    {
        await new WorkflowFolder(folder.Root).ShowAsync(Settings, said.Add, default);

        said[0].ShouldBe($"would write    {File}");
        said[^1].ShouldBe("a dry run: nothing was written");
        System.IO.File.Exists(Path.Combine(folder.Root, File)).ShouldBeFalse();
    }

    public void Dispose() => folder.Dispose();

    private static WorkflowSettings[] Settings => [new WorkflowSettings { Name = "images", Kind = WorkflowKind.Images }];

    private Task WriteAsync() => new WorkflowFolder(folder.Root).WriteAsync(Settings, said.Add, default);
}
