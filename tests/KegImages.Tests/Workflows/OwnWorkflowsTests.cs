using KegImages.Commands;
using KegImages.Processes;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class OwnWorkflowsTests
{
    [Fact]
    public async Task The_workflows_of_this_repository_are_what_the_build_class_says()
    {
        // The build program of the same compilation as these tests.
        var program = typeof(OwnWorkflowsTests).Assembly.Location.Replace("KegImages.Tests", "_build", StringComparison.Ordinal);
        File.Exists(program).ShouldBeTrue($"build the solution first: there is no {program}");

        var command = new Command("dotnet", [program, "GenerateWorkflows", "--check", "--no-logo", "--root", Families.Root]);
        var result = await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None);

        result.ExitCode.ShouldBe(0, result.StandardOutput + result.StandardError);
    }

    [Fact]
    public void No_workflow_of_this_repository_is_unsafe_whoever_wrote_it()
    {
        var files = Directory.GetFiles(Path.Combine(Families.Root, FamilyWorkflow.Folder), "*.y*ml");

        files.Length.ShouldBeGreaterThanOrEqualTo(Families.Workflows.Length);
        files.SelectMany(file => WorkflowSafety.Check(Path.GetFileName(file), File.ReadAllText(file))).ShouldBeEmpty();
    }
}
