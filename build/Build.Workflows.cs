using System.ComponentModel;
using System.Reflection;
using KegImages.WorkflowFiles;
using KegImages.Workflows;
using Nuke.Common;

[KegWorkflow("images", WorkflowKind.Images, OnCronSchedule = "17 4 * * *", Preflight = [nameof(Doctor)])]
[KegWorkflow("pull-request", WorkflowKind.PullRequest, Preflight = [nameof(Doctor)])]
[KegWorkflow("clean-up", WorkflowKind.CleanUp, TimeoutMinutes = 15)]
[KegWorkflow("refresh", WorkflowKind.Refresh, TimeoutMinutes = 15, OnCronSchedule = "43 5 * * 1")]
[KegWorkflow("test", WorkflowKind.Test, OnCronSchedule = "29 2 * * *")]
sealed partial class Build
{
    [Parameter("Only compare the workflows with what the family says, and fail when they differ")]
    [Category("How")]
    readonly bool Check;

    Target GenerateWorkflows => _ => _
        .Description("Writes the GitHub workflows of the family; --check only compares")
        .Executes(() => Check
            ? Workflows.CheckAsync(WorkflowSettings, Console.WriteLine, Interrupted)
            : Workflows.WriteAsync(WorkflowSettings, Console.WriteLine, Interrupted));

    static WorkflowFolder Workflows => new(RootDirectory);

    static IEnumerable<WorkflowSettings> WorkflowSettings =>
        typeof(Build).GetCustomAttributes<KegWorkflowAttribute>().Where(workflow => !workflow.AutoGenerate)
            .Select(workflow => workflow.Settings);
}
